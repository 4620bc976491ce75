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
} from "@/lib/access/sample-model";
import type { WithdrawnPart } from "@/lib/access/types";
import { groupWithheld, staysWithheld } from "./withheld";

const doors = [door("d"), door("e")];
const codes: RuleDetails = { staff: "a", doors: ["d"], app: false, keypad: true };
const apps: RuleDetails = { staff: "a", doors: ["d"], app: true };

function side(rules: readonly RuleDetails[], parts: readonly WithdrawnPart[] = []) {
  const laid = office([member("a"), member("b")], doors, rules);
  const withdrawals = parts.map((part) => ({ staffId: staffId("a"), deviceId: deviceId("d"), part }));
  const model = { ...laid, withdrawals };
  const picture = { scope: "all" as const, model, observed: NOTHING };
  return { picture, compiled: compileWith(model, NOTHING, NOW) };
}

describe("what an edit would give and does not", () => {
  test("a new rule for a door that was withdrawn is told, by kind", () => {
    const told = staysWithheld(side([codes], ["all"]), side([codes, apps], ["all"]));
    expect(told.map((item) => [item.kind, item.part])).toEqual([["app", "all"]]);
  });

  test("another rule for what the rules gave already is told too, an unchanged one is not", () => {
    expect(staysWithheld(side([codes], ["keypad"]), side([codes, codes], ["keypad"]))).toHaveLength(1);
    expect(staysWithheld(side([codes], ["all"]), side([codes], ["all"]))).toEqual([]);
  });

  test("what the edit itself withdraws is no news", () => {
    expect(staysWithheld(side([codes]), side([codes], ["all"]))).toEqual([]);
  });

  test("what stays away after a part was given back is told", () => {
    const told = staysWithheld(side([codes], ["all", "keypad"]), side([codes], ["keypad"]));
    expect(told.map((item) => item.part)).toEqual(["keypad"]);
  });

  test("is grouped by door, with each person once", () => {
    const after = side([{ ...codes, app: true }], ["all"]);
    const told = staysWithheld(side([], ["all"]), after);
    expect(told).toHaveLength(2);
    expect(groupWithheld(told, after.picture, new Map([[staffId("a"), "Anna Berger"]]))).toEqual([
      { id: "d", doorName: "Door d", people: 1, examples: ["Anna Berger"] },
    ]);
  });
});
