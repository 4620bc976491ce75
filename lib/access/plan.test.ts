import { describe, expect, test } from "vitest";
import { compile } from "./compile";
import { plan } from "./plan";
import {
  accountId,
  afterwards,
  auth,
  authId,
  deviceId,
  door,
  member,
  NOTHING,
  NOW,
  OFFICE,
  office,
  type RuleDetails,
  staffId,
  win,
  wish,
} from "./sample-model";
import type { Authorization, Binding, Door, Observed, StaffMember } from "./types";

const HOUR = 3_600_000;

interface Scene {
  readonly staff?: readonly StaffMember[];
  readonly doors?: readonly Door[];
  readonly observed?: Observed;
  readonly scope?: readonly string[];
}

function planned(
  rules: readonly RuleDetails[],
  { staff = [member("a")], doors = [door("d")], observed = NOTHING, scope }: Scene = {},
) {
  const model = office(staff, doors, rules);
  const ids = scope ? new Set(scope.map(staffId)) : "all";
  return plan({ ...compile(model, NOW), observed, doors: model.doors, scope: ids, now: NOW });
}

function bind(id: string, kind: "app" | "keypad" = "app", staff = "a"): Binding {
  return { authId: authId(id), staffId: staffId(staff), deviceId: deviceId("d"), kind };
}

function seen(authorizations: readonly Authorization[], bindings: readonly Binding[] = []): Observed {
  return {
    authorizations,
    bindings,
    accountUsers: [{ accountId: accountId("account"), staffId: staffId("a"), accountUserId: 7 }],
  };
}

const CODE: RuleDetails = { app: false, keypad: true };
const code = (id: string, details: Partial<Authorization> = {}) =>
  auth(id, { type: 13, codeHash: "code of a", ...details });

describe("a plan", () => {
  test("creates what is wanted and not there", () => {
    expect(planned([{}]).changes).toEqual([
      {
        ...{ staffId: "a", deviceId: "d", kind: "app", accountId: "account", op: "create", effect: "widens" },
        ...{ waits: null, notBefore: null, wish: wish() },
      },
    ]);
  });

  test("leaves what is right alone", () => {
    const { changes, unchanged } = planned([{}], { observed: seen([auth("x")], [bind("x")]) });
    expect(changes).toEqual([]);
    expect(unchanged).toEqual([{ staffId: "a", deviceId: "d", kind: "app" }]);
  });

  test("updates what differs with the complete wish", () => {
    const before = auth("x", { ...win(127, 0, 24), name: "Else" });
    expect(planned([{}], { observed: seen([before], [bind("x")]) }).changes).toMatchObject([
      { op: "update", authId: "x", differs: ["name", "window"], effect: "narrows", wish: wish(), before },
    ]);
  });

  test("removes what is bound and no longer wanted", () => {
    const observed = seen([auth("x"), code("y")], [bind("x"), bind("y", "keypad")]);
    expect(planned([], { observed }).changes).toMatchObject([
      { op: "remove", authId: "x", kind: "app", effect: "narrows" },
      { op: "remove", authId: "y", kind: "keypad" },
    ]);
  });

  test("takes an invitation back that went to an address the person does not have, and invites nobody meanwhile", () => {
    const held = auth("1", { accountUserId: 8 });
    const observed: Observed = { ...seen([held], [bind("1")]), misdirected: new Set([authId("1")]) };
    const result = planned([{}], { observed });
    expect(result.changes.map(({ op }) => op)).toEqual(["remove"]);
    expect(result.unchanged).toEqual([]);
  });

  test("removes what has ended, since Nuki never does", () => {
    const ended = auth("x", { validUntil: NOW - HOUR });
    const { changes } = planned([{ lastDay: "2026-03-15" }], { observed: seen([ended], [bind("x")]) });
    expect(changes).toMatchObject([{ op: "remove", authId: "x" }]);
  });

  test("creates again what was ours and is gone", () => {
    expect(planned([{}], { observed: seen([], [bind("x")]) }).changes).toMatchObject([{ op: "create" }]);
    expect(planned([], { observed: seen([], [bind("x")]) }).changes).toEqual([]);
  });

  test("never touches what looks like ours but is not bound", () => {
    const observed = seen([
      auth("x"),
      code("y"),
      auth("bridge", { type: 1 }),
      auth("fob", { type: 2 }),
      auth("pad", { type: 3 }),
    ]);
    const { changes, unmanaged } = planned([], { observed });
    expect(changes).toEqual([]);
    expect(unmanaged.map(({ id }) => id)).toEqual(["x", "y"]);
  });

  test("switches a suspended person off and creates nothing for them", () => {
    const staff = [member("a", { status: "suspended" })];
    expect(planned([{}], { staff })).toEqual({ changes: [], unchanged: [], blocked: [], unmanaged: [] });
    const observed = seen([auth("x")], [bind("x")]);
    expect(planned([{}], { staff, observed }).changes).toMatchObject([
      { op: "update", differs: ["enabled"], effect: "narrows" },
    ]);
    expect(
      planned([{}], { staff, observed: seen([auth("x", { enabled: false })], [bind("x")]) }).changes,
    ).toEqual([]);
  });

  test("for some people leaves the others' authorizations alone, and theirs are not unmanaged", () => {
    const observed = seen([auth("x"), auth("y")], [bind("x"), bind("y", "app", "b")]);
    const { changes, unmanaged } = planned([], { staff: [], observed, scope: ["a"] });
    expect(changes).toMatchObject([{ op: "remove", authId: "x" }]);
    expect(unmanaged).toEqual([]);
    expect(() => planned([{}], { observed, scope: ["b"] })).toThrow("scope");
  });

  test("keeps one of two authorizations that are bound for the same", () => {
    const observed = seen([auth("x", { name: "Else" }), auth("y")], [bind("x"), bind("y")]);
    const { changes, unchanged } = planned([{}], { observed });
    expect(changes).toMatchObject([{ op: "remove", authId: "x" }]);
    expect(unchanged).toHaveLength(1);
  });

  test.each<[string, Authorization, Binding[]]>([
    ["to a fob", auth("x", { type: 2 }), [bind("x")]],
    ["to a code as an app", code("x"), [bind("x")]],
    ["on another door", auth("x", { deviceId: deviceId("e") }), [bind("x")]],
    ["twice", auth("x"), [bind("x"), bind("x", "app", "b")]],
  ])("is refused when something is bound %s", (_, authorization, bindings) => {
    expect(() => planned([], { observed: seen([authorization], bindings) })).toThrow("bound");
  });
});

describe("what waits", () => {
  test.each(["offline", "reconnect", "pin_invalid"] as const)(
    "a door that is %s makes its changes wait, removals too",
    (reach) => {
      const doors = [door("d", { reach })];
      expect(planned([{}], { doors }).changes).toMatchObject([
        { op: "create", waits: reach, notBefore: null },
      ]);
      expect(planned([], { doors, observed: seen([auth("x")], [bind("x")]) }).changes).toMatchObject([
        { op: "remove", waits: reach },
      ]);
    },
  );

  test("an invitation waits for the day before the first day, an update does not", () => {
    const rules = [{ firstDay: "2026-03-20" }];
    const day = Date.parse("2026-03-19T23:00:00Z");
    const doors = [door("d", { reach: "offline" })];
    expect(planned(rules, { doors }).changes).toMatchObject([
      { op: "create", waits: "not_yet", notBefore: day - 24 * HOUR },
    ]);
    expect(planned(rules, { observed: seen([auth("x")], [bind("x")]) }).changes).toMatchObject([
      { op: "update", differs: ["validFrom"], waits: null, notBefore: null },
    ]);
  });
});

describe("what is in the way on a door", () => {
  test("an app authorization of the person that is not ours", () => {
    const foreign = auth("x", { accountUserId: 7 });
    expect(planned([{}], { observed: seen([foreign]) })).toMatchObject({
      changes: [],
      blocked: [{ reason: "unmanaged_exists", ruleIds: ["rule 1"], wish: wish() }],
    });
    const other = planned([{}], {
      observed: seen([auth("x", { accountUserId: 8 }), auth("y", { accountUserId: null })]),
    });
    expect(other).toMatchObject({ changes: [{ op: "create" }], blocked: [] });
    const elsewhere = planned([{}], {
      doors: [door("d", { accountId: accountId("other") })],
      observed: seen([foreign]),
    });
    expect(elsewhere.blocked).toEqual([]);
  });

  test("the same code, when it is not ours", () => {
    expect(planned([CODE], { observed: seen([code("x")]) })).toMatchObject({
      changes: [],
      blocked: [{ reason: "code_clash" }],
    });
    expect(planned([CODE], { observed: seen([code("x", { codeHash: "other" })]) }).blocked).toEqual([]);
    expect(planned([CODE], { observed: seen([code("x", { deviceId: deviceId("e") })]) }).blocked).toEqual([]);
  });

  test("a new code that clashes takes the old one away, which is no longer the person's", () => {
    const observed = seen([code("mine", { codeHash: "old" }), code("x")], [bind("mine", "keypad")]);
    expect(planned([CODE], { observed })).toMatchObject({
      changes: [{ op: "remove", authId: "mine" }],
      blocked: [{ reason: "code_clash" }],
    });
  });

  test("a full keypad: codes of others and ended ones take room, removals give it", () => {
    const staff = ["a", "b", "c"].map((id) => member(id));
    const rules = staff.map(({ id }) => ({ ...CODE, staff: id }));
    const doors = [door("d", { codeCapacity: 3 })];
    const foreign = [code("x", { codeHash: "other", validUntil: NOW - HOUR }), auth("app")];
    const full = planned(rules, { staff, doors, observed: seen(foreign) });
    expect(full.changes.map(({ staffId }) => staffId)).toEqual(["a", "b"]);
    expect(full.blocked).toMatchObject([{ staffId: "c", reason: "capacity", ruleIds: ["rule 3"] }]);
    const leaver = seen([...foreign, code("y", { codeHash: "gone" })], [bind("y", "keypad", "leaver")]);
    expect(planned(rules, { staff, doors, observed: leaver }).changes.map(({ op }) => op)).toEqual([
      "create",
      "create",
      "remove",
    ]);
  });
});

describe("a blocked credential that is bound", () => {
  const FRIDAYS: RuleDetails = { windows: [win(15, 8, 18), win(16, 8, 15)] };

  test("stays when the rules grant what it has", () => {
    const inside = auth("x", { ...win(31, 8, 15) });
    expect(planned([FRIDAYS], { observed: seen([inside], [bind("x")]) })).toMatchObject({
      changes: [],
      unchanged: [{ staffId: "a" }],
      blocked: [{ reason: "windows_differ" }],
    });
  });

  test("is narrowed when it has more", () => {
    const wide = auth("x", { ...win(31, 8, 18) });
    expect(planned([FRIDAYS], { observed: seen([wide], [bind("x")]) })).toMatchObject({
      changes: [{ op: "update", effect: "narrows", wish: { window: win(15, 8, 18) } }],
      unchanged: [],
      blocked: [{ reason: "windows_differ" }],
    });
  });

  test("is removed when nothing of it is granted, or when it has ended", () => {
    const weekend = auth("x", { ...win(96, 8, 18) });
    const ended = auth("x", { ...win(31, 8, 15), validUntil: NOW - HOUR });
    for (const had of [weekend, ended]) {
      const { changes, blocked } = planned([FRIDAYS], { observed: seen([had], [bind("x")]) });
      expect(changes).toMatchObject([{ op: "remove", authId: "x" }]);
      expect(blocked).toHaveLength(1);
    }
  });

  test("is kept up to date when only the invitation is in the way", () => {
    const staff = [member("a", { hasEmail: false })];
    const had = auth("x", { ...win(31, 8, 18) });
    expect(planned([{}], { staff, observed: seen([had], [bind("x")]) })).toMatchObject({
      changes: [{ op: "update", wish: { window: OFFICE } }],
      blocked: [],
    });
    expect(planned([{}], { staff }).blocked).toMatchObject([{ reason: "no_email" }]);
  });

  test("loses a code that was withdrawn", () => {
    const staff = [member("a", { codeHash: null })];
    expect(planned([CODE], { staff, observed: seen([code("x")], [bind("x", "keypad")]) })).toMatchObject({
      changes: [{ op: "remove" }],
      blocked: [{ reason: "no_code" }],
    });
  });
});

test("what a plan did is found again as unchanged", () => {
  const first = planned([{ keypad: true }]);
  const again = planned([{ keypad: true }], { observed: afterwards(NOTHING, first) });
  expect(again).toMatchObject({ changes: [], blocked: [], unmanaged: [] });
  expect(again.unchanged.map(({ kind }) => kind)).toEqual(["app", "keypad"]);
});
