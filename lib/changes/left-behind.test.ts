import { describe, expect, test } from "vitest";
import { compileWith } from "@/lib/access/former";
import {
  deviceId,
  door,
  member,
  NOTHING,
  NOW,
  office,
  type RuleDetails,
  staffId,
  teamId,
} from "@/lib/access/sample-model";
import type { Withdrawal, WithdrawnPart } from "@/lib/access/types";
import { groupLeftBehind, leftBehind } from "./left-behind";

const doors = ["old", "new", "other"].map((id) => door(id));
const people = [member("a", { teamIds: [teamId("t")] }), member("b", { teamIds: [teamId("t")] })];
const at = (id: string, part: WithdrawnPart = "all", who = "a"): Withdrawal => ({
  staffId: staffId(who),
  deviceId: deviceId(id),
  part,
});
/** A rule of the team that reaches these doors. */
const reaching = (...ids: string[]): RuleDetails => ({ team: "t", doors: ids, keypad: true });

function side(rules: readonly RuleDetails[], withdrawals: readonly Withdrawal[] = [at("old")]) {
  const model = { ...office(people, doors, rules), withdrawals };
  return {
    picture: { scope: "all" as const, model, observed: NOTHING },
    compiled: compileWith(model, NOTHING, NOW),
  };
}

const told = (before: ReturnType<typeof side>, after: ReturnType<typeof side>) =>
  leftBehind(before, after).map((one) => `${one.staffId}: ${one.deviceId}, not ${one.withdrawnAt}`);

describe("who gets a door in place of one that was withdrawn from them", () => {
  test("is told when one door comes for another, once for both kinds, and only about them", () => {
    expect(told(side([reaching("old")]), side([reaching("new")]))).toEqual(["a: new, not old"]);
  });

  test("is told when the new door comes before the old one goes, and when it comes after", () => {
    expect(told(side([reaching("old")]), side([reaching("old", "new")]))).toEqual(["a: new, not old"]);
    expect(told(side([reaching("other")]), side([reaching("other", "new")]))).toEqual(["a: new, not old"]);
    expect(told(side([reaching()]), side([reaching("new")]))).toEqual(["a: new, not old"]);
  });

  test("nobody, where it is withdrawn at the new door too, or was given back", () => {
    const after = side([reaching("new")], [at("old"), at("new")]);
    expect(told(side([reaching("old")]), after)).toEqual([]);
    expect(told(side([reaching("old")]), side([reaching("new")], []))).toEqual([]);
  });

  test("nobody, where the door is theirs already by another rule", () => {
    const own: RuleDetails = { staff: "a", doors: ["new"], keypad: true };
    expect(told(side([reaching("old"), own]), side([reaching("new"), own]))).toEqual([]);
  });

  test("nobody, where the rule itself is new: that gives on purpose", () => {
    expect(told(side([reaching("old")]), side([reaching("old"), reaching("new")]))).toEqual([]);
  });

  test("nobody, where the withdrawal is at a door that another rule still gives", () => {
    const other: RuleDetails = { staff: "a", doors: ["old"], keypad: true };
    const before = side([reaching("other"), other]);
    expect(told(before, side([reaching("other", "new"), other]))).toEqual([]);
  });

  test.each<[WithdrawnPart, RuleDetails, number]>([
    ["keypad", { app: true, keypad: false }, 0],
    ["keypad", { app: true, keypad: true }, 1],
    ["app", { app: false, keypad: true }, 0],
    ["remote", { remote: false }, 0],
    ["remote", { remote: true }, 1],
  ])("of %s matters where the new door gives that: %j", (part, details, count) => {
    const rule = (id: string): RuleDetails => ({ ...reaching(id), ...details });
    const withdrawn = [at("old", part)];
    expect(told(side([rule("old")], withdrawn), side([rule("new")], withdrawn))).toHaveLength(count);
  });

  test("is told by pair of doors, with the first few by name", () => {
    const withdrawn = [at("old"), at("old", "all", "b"), at("other", "app", "b")];
    const items = leftBehind(side([reaching("old", "other")], withdrawn), side([reaching("new")], withdrawn));
    const nameOfDoor = new Map(doors.map(({ id, name }) => [id, name]));
    const nameOf = new Map([
      [staffId("a"), "Anna"],
      [staffId("b"), "Ben"],
    ]);
    const both = { people: 2, examples: ["Anna", "Ben"] };
    expect(groupLeftBehind(items, nameOfDoor, nameOf)).toEqual([
      { id: "new|old", doorName: "Door new", withdrawnAt: "Door old", ...both },
      { id: "new|other", doorName: "Door new", withdrawnAt: "Door other", people: 1, examples: ["Ben"] },
    ]);
  });
});
