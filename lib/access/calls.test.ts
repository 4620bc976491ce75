import { describe, expect, test } from "vitest";
import { callsOf, countPlan } from "./calls";
import { compile } from "./compile";
import { fingerprintOf } from "./fingerprint";
import { plan } from "./plan";
import {
  accountId,
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
} from "./sample-model";
import type { Door, Observed, StaffMember } from "./types";

function planned(
  rules: readonly RuleDetails[],
  doors: readonly Door[],
  staff: readonly StaffMember[],
  observed: Observed = NOTHING,
) {
  const model = office(staff, doors, rules);
  return plan({ ...compile(model, NOW), observed, doors: model.doors, scope: "all", now: NOW });
}

const TEN = Array.from({ length: 10 }, (_, n) => door(`d${n}`));
const USERS = [{ accountId: accountId("account"), staffId: staffId("a"), accountUserId: 7 }];
const kindsOf = (calls: readonly { kind: string }[]) => calls.map(({ kind }) => kind);

describe("the calls of a plan", () => {
  test("ten doors of one wish are one create per kind", () => {
    const calls = callsOf(planned([{ keypad: true }], TEN, [member("a")]), { accountUsers: USERS });
    expect(calls).toMatchObject([
      { kind: "create", credential: "app", deviceIds: TEN.map(({ id }) => id) },
      { kind: "create", credential: "keypad", deviceIds: TEN.map(({ id }) => id) },
    ]);
  });

  test("another zone, account or window is another create", () => {
    const doors = [
      door("d"),
      door("e", { timeZone: "America/New_York" }),
      door("f", { accountId: accountId("other") }),
    ];
    const rules = [{ ...{ app: false, keypad: true }, lastDay: "2026-12-31" }];
    expect(callsOf(planned(rules, doors, [member("a")]), { accountUsers: [] })).toHaveLength(3);
    const undated = [{ app: false, keypad: true }];
    expect(callsOf(planned(undated, doors, [member("a")]), { accountUsers: [] })).toHaveLength(2);
  });

  test("a new person is invited once per account before the app is given; a code needs no invitation", () => {
    const app = callsOf(planned([{}], TEN, [member("a")]), { accountUsers: [] });
    expect(kindsOf(app)).toEqual(["invite_user", "create"]);
    const code = callsOf(planned([{ app: false, keypad: true }], TEN, [member("a")]), { accountUsers: [] });
    expect(kindsOf(code)).toEqual(["create"]);
  });

  test("what waits is not sent", () => {
    const doors = [door("d", { reach: "offline" }), door("e")];
    expect(callsOf(planned([{}], doors, [member("a")]), { accountUsers: USERS })).toMatchObject([
      { deviceIds: ["e"] },
    ]);
    expect(callsOf(planned([{}], doors.slice(0, 1), [member("a")]), { accountUsers: [] })).toEqual([]);
  });

  test("removals come first, then updates that narrow, then those that widen, then creates", () => {
    const people = ["a", "b", "c", "e"].map((id) => member(id));
    const rules = people.slice(1).map(({ id }) => ({ staff: id }));
    const has = { gone: "a", wide: "c", small: "b" };
    const windows = { gone: OFFICE, wide: win(127, 0, 24), small: win(1, 9, 10) };
    const observed: Observed = {
      authorizations: (["small", "wide", "gone"] as const).map((id) =>
        auth(id, { ...windows[id], name: `Person ${has[id]}` }),
      ),
      bindings: (["small", "wide", "gone"] as const).map((id) => {
        return { authId: authId(id), staffId: staffId(has[id]), deviceId: deviceId("d"), kind: "app" };
      }),
      accountUsers: [],
    };
    const whole = planned(rules, [door("d")], people, observed);
    const calls = callsOf(whole, observed);
    expect(kindsOf(calls)).toEqual(["remove", "update", "invite_user", "create"]);
    expect(calls[1]).toMatchObject({ changes: [{ authId: "wide" }, { authId: "small" }] });
    expect(kindsOf(callsOf(whole, { ...observed, bulk: 1 }))).toEqual([
      "remove",
      "update",
      "update",
      "invite_user",
      "create",
    ]);
  });
});

test("a plan is counted as the preview shows it", () => {
  const doors = [door("d"), door("e", { reach: "offline" })];
  expect(
    countPlan(planned([{ keypad: true }], doors, [member("a"), member("b", { status: "removed" })])),
  ).toEqual({
    ...{
      create: 4,
      createApp: 2,
      createKeypad: 2,
      update: 0,
      remove: 0,
      unchanged: 0,
      blocked: 0,
      unmanaged: 0,
    },
    ...{ widens: 4, waiting: 2, staff: 1, doors: [{ deviceId: "e", reason: "offline", count: 2 }] },
  });
});

describe("a fingerprint", () => {
  const base = planned([{ keypad: true }], TEN, [member("a")]);

  test("is short, and the same for the same plan", () => {
    expect(fingerprintOf(base)).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprintOf(planned([{ keypad: true }], TEN, [member("a")]))).toBe(fingerprintOf(base));
  });

  test("does not change when a door goes offline", () => {
    const offline = TEN.map((the) => ({ ...the, reach: "offline" as const, offlineSince: NOW }));
    expect(fingerprintOf(planned([{ keypad: true }], offline, [member("a")]))).toBe(fingerprintOf(base));
  });

  test.each<[string, RuleDetails[], readonly Door[], StaffMember[]]>([
    ["another window", [{ keypad: true, windows: [win(31, 9, 18)] }], TEN, [member("a")]],
    ["another name", [{ keypad: true }], TEN, [member("a", { name: "Else" })]],
    ["another code", [{ keypad: true }], TEN, [member("a", { codeHash: "new" })]],
    [
      "another person",
      [{ keypad: true, staff: "b" }],
      TEN,
      [member("b", { name: "Person a", codeHash: "code of a" })],
    ],
    ["a last day", [{ keypad: true, lastDay: "2026-12-31" }], TEN, [member("a")]],
    ["a door less", [{ keypad: true }], TEN.slice(1), [member("a")]],
    ["a blocked credential", [{ keypad: true }], TEN, [member("a", { hasEmail: false })]],
    ["nothing", [], TEN, [member("a")]],
  ])("tells %s apart", (_, rules, doors, staff) => {
    expect(fingerprintOf(planned(rules, doors, staff))).not.toBe(fingerprintOf(base));
  });
});
