import { describe, expect, test } from "vitest";
import { countPlan } from "./calls";
import { compileWith } from "./former";
import { plan } from "./plan";
import {
  auth,
  authId,
  deviceId,
  door,
  member,
  NOTHING,
  NOW,
  OFFICE,
  office,
  staffId,
  win,
} from "./sample-model";
import { statusOf } from "./status";
import type { Authorization, Door, Observed, OldCode, StaffMember, WithdrawnPart } from "./types";

const HOUR = 3_600_000;
const kept: OldCode = { codeHash: "old code", keepUntil: NOW };
const rule = { staff: "a", app: false, keypad: true };

const code = (id: string, details: Partial<Authorization> = {}) =>
  auth(id, { type: 13, codeHash: "old code", ...details });
const newCode = (details: Partial<Authorization> = {}) => code("new", { codeHash: "code of a", ...details });
const boundAs = (id: string, kind: "keypad" | "keypad_old") => ({
  staffId: staffId("a"),
  deviceId: deviceId("d"),
  kind,
  authId: authId(id),
});

/** The former code is on the door, and perhaps the new one. */
function seen(...authorizations: Authorization[]): Observed {
  const bindings = authorizations
    .filter(({ id }) => id === "old" || id === "new")
    .map(({ id }) => boundAs(id, id === "old" ? "keypad_old" : "keypad"));
  return { ...NOTHING, authorizations, bindings };
}

interface Case {
  readonly person?: Partial<StaffMember>;
  readonly place?: Partial<Door>;
  readonly rules?: Parameters<typeof office>[2];
  readonly withdrawn?: WithdrawnPart;
  readonly observed: Observed;
  readonly now?: number;
}

function planFor({ person, place, rules = [rule], withdrawn, observed, now = NOW }: Case) {
  const withdrawals = withdrawn ? [{ staffId: staffId("a"), deviceId: deviceId("d"), part: withdrawn }] : [];
  const laid = office([member("a", { oldCode: kept, ...person })], [door("d", place)], rules);
  const model = { ...laid, withdrawals };
  const compiled = compileWith(model, observed, now);
  const result = plan({ ...compiled, observed, doors: model.doors, scope: "all", now });
  const told = result.changes.map((change) => `${change.op} ${change.kind}`);
  return { ...result, told, compiled };
}

describe("a former code that was set aside", () => {
  test("stays while the new one is made beside it", () => {
    const { told, unchanged, changes } = planFor({ observed: seen(code("old")) });
    expect(told).toEqual(["create keypad"]);
    expect(unchanged).toEqual([expect.objectContaining({ kind: "keypad_old" })]);
    expect(changes[0]).toMatchObject({ wish: { codeHash: "code of a" } });
  });

  test("goes as soon as the new one was seen on that door", () => {
    expect(planFor({ observed: seen(code("old"), newCode()) }).told).toEqual(["remove keypad_old"]);
  });

  test.each([
    ["is being written", { busy: true }],
    ["is switched off", { enabled: false }],
    ["is another code", { codeHash: "somebody's" }],
  ])("stays while what stands for the new one %s", (_, details) => {
    const { told } = planFor({ observed: seen(code("old"), newCode(details)) });
    expect(told).not.toContain("remove keypad_old");
  });

  test("stays as long as it was promised, and not a moment longer", () => {
    const person = { oldCode: { ...kept, keepUntil: NOW + HOUR } };
    const observed = seen(code("old"), newCode());
    expect(planFor({ person, observed }).told).toEqual([]);
    expect(planFor({ person, observed, now: NOW + HOUR }).told).toEqual(["remove keypad_old"]);
    expect(planFor({ person: { oldCode: { ...kept, keepUntil: null } }, observed }).told).toEqual([
      "remove keypad_old",
    ]);
  });

  test("stays beyond the promise where the new one was not seen yet", () => {
    expect(planFor({ observed: seen(code("old")), now: NOW + 24 * HOUR }).told).toEqual(["create keypad"]);
  });

  test("follows the rules with the code of its own", () => {
    const rules = [{ ...rule, windows: [win(31, 10, 12)] }];
    const { changes } = planFor({ rules, observed: seen(code("old")) });
    expect(changes.find((change) => change.kind === "keypad_old")).toMatchObject({
      op: "update",
      authId: "old",
      differs: ["window"],
      effect: "narrows",
      wish: { codeHash: "old code", window: win(31, 10, 12) },
    });
  });

  test.each<[string, Omit<Case, "observed">]>([
    ["the person is suspended", { person: { status: "suspended" } }],
    ["the person left", { person: { status: "removed" } }],
    ["no rule gives a code there any more", { rules: [{ ...rule, keypad: false, app: true }] }],
    ["the times cannot be one authorization", { rules: [{ ...rule, windows: [OFFICE, win(32, 8, 9)] }] }],
    ["the last day has passed", { person: { lastDay: "2026-03-01" } }],
    ["another rotation came since", { person: { oldCode: { ...kept, codeHash: "a younger one" } } }],
    ["the code was replaced at once since", { person: { oldCode: null } }],
    ["everything was withdrawn at the door", { withdrawn: "all" }],
    ["the code was withdrawn at the door", { withdrawn: "keypad" }],
    ["the person has no code any more", { person: { codeHash: null } }],
  ])("goes when %s", (_, details) => {
    const { told } = planFor({ ...details, observed: seen(code("old")) });
    expect(told).toContain("remove keypad_old");
    expect(told).not.toContain("update keypad_old");
  });

  test("goes when somebody changed its digits: an old code is never written where it is not", () => {
    const { told } = planFor({ observed: seen(code("old", { codeHash: "typed in the app" })) });
    expect(told).toEqual(["create keypad", "remove keypad_old"]);
  });

  test("is never made again when it is gone", () => {
    const observed = { ...NOTHING, bindings: [boundAs("old", "keypad_old")] };
    expect(planFor({ observed }).told).toEqual(["create keypad"]);
    expect(planFor({ observed: NOTHING }).told).toEqual(["create keypad"]);
  });

  test("of a colleague is no obstacle and no help", () => {
    const model = office([member("a"), member("b", { oldCode: kept })], [door("d")], [rule]);
    const observed = seen(code("old"));
    const { credentials } = compileWith(model, observed, NOW);
    expect(credentials.filter((item) => item.kind === "keypad_old")).toEqual([]);
  });
});

describe("on a full keypad", () => {
  const foreign = (count: number) =>
    Array.from({ length: count }, (_, index) => code(`foreign ${index}`, { codeHash: `foreign ${index}` }));

  test("with one place left the new code is made beside the former", () => {
    const observed = seen(...foreign(198), code("old"));
    expect(planFor({ observed }).told).toEqual(["create keypad"]);
  });

  test("without a place the person's own former code makes room, so that they do not wait for each other", () => {
    const observed = seen(...foreign(199), code("old"));
    const { told, blocked, unchanged } = planFor({ observed });
    expect(told).toEqual(["create keypad", "remove keypad_old"]);
    expect([...blocked, ...unchanged]).toEqual([]);
  });

  test("what the former code would have been told is not told any more when it makes room", () => {
    const rules = [{ ...rule, windows: [win(31, 10, 12)] }];
    const { told } = planFor({ rules, observed: seen(...foreign(199), code("old")) });
    expect(told).toEqual(["create keypad", "remove keypad_old"]);
  });

  test("a former code takes its place like any other", () => {
    const place = { codeCapacity: 2 };
    const observed = seen(code("old"), newCode());
    const rules = [rule, { staff: "b", app: false, keypad: true }];
    const model = office(
      [member("a", { oldCode: { ...kept, keepUntil: NOW + HOUR } }), member("b")],
      [door("d", place)],
      rules,
    );
    const result = plan({
      ...compileWith(model, observed, NOW),
      observed,
      doors: model.doors,
      scope: "all",
      now: NOW,
    });
    expect(result.blocked).toEqual([expect.objectContaining({ staffId: "b", reason: "capacity" })]);
    // And gives it back when it goes.
    const later = plan({
      ...compileWith(model, observed, NOW + HOUR),
      observed,
      doors: model.doors,
      scope: "all",
      now: NOW + HOUR,
    });
    expect(later.blocked).toEqual([]);
  });
});

describe("what people see of a former code", () => {
  test("it is active while it opens, and on its way out as soon as it has to go", () => {
    const observed = seen(code("old"));
    const place = door("d");
    const { compiled } = planFor({ observed });
    const desired = compiled.credentials.find((item) => item.kind === "keypad_old") ?? null;
    const bound = code("old");
    expect(statusOf({ desired, bound, change: null, door: place }).state).toBe("active");
    expect(statusOf({ desired: null, bound, change: null, door: place }).state).toBe("removing");
    expect(statusOf({ desired: null, bound: null, change: null, door: place }).state).toBe("removed");
  });

  test("the figures of a plan count no code twice", () => {
    const whole = planFor({ observed: seen(code("old")) });
    expect(countPlan(whole)).toMatchObject({ create: 1, createKeypad: 1, remove: 0, staff: 1 });
  });
});
