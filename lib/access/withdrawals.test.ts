import { describe, expect, test } from "vitest";
import { compile } from "./compile";
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
  type RuleDetails,
  staffId,
  teamId,
  win,
} from "./sample-model";
import type { AccessModel, Door, Observed, StaffMember, WithdrawnPart } from "./types";

const both: RuleDetails = { app: true, keypad: true, remote: true };
const differing: RuleDetails = { ...both, windows: [OFFICE, win(32, 8, 9)] };

function model(
  parts: readonly WithdrawnPart[],
  rules: readonly RuleDetails[] = [both],
  { person = {}, place = {} }: { person?: Partial<StaffMember>; place?: Partial<Door> } = {},
): AccessModel {
  const laid = office([member("a", person), member("b")], [door("d", place), door("e")], rules);
  return {
    ...laid,
    withdrawals: parts.map((part) => ({ staffId: staffId("a"), deviceId: deviceId("d"), part })),
  };
}

/** What is wanted, blocked and withheld at the door in question. */
function atDoor(given: AccessModel) {
  const { credentials, blocked, withheld } = compile(given, NOW);
  const here = <T extends { deviceId: string }>(items: readonly T[]) =>
    items.filter((item) => item.deviceId === "d");
  return {
    kinds: here(credentials).map((item) => item.kind),
    remote: here(credentials).some((item) => item.wish.remoteAllowed),
    blocked: here(blocked),
    withheld: withheld.map((item) => `${item.deviceId} ${item.kind}: ${item.part}`),
  };
}

describe("what was withdrawn", () => {
  test.each<[WithdrawnPart[], string[], boolean, string[]]>([
    [["all"], [], false, ["d app: all", "d keypad: all"]],
    [["app"], ["keypad"], false, ["d app: app"]],
    [["keypad"], ["app"], true, ["d keypad: keypad"]],
    [["remote"], ["app", "keypad"], false, ["d app: remote"]],
    [["app", "keypad"], [], false, ["d app: app", "d keypad: keypad"]],
    [["remote", "app"], ["keypad"], false, ["d app: app"]],
    [["keypad", "all"], [], false, ["d app: all", "d keypad: all"]],
  ])("%j leaves %j, from afar: %s", (parts, kinds, remote, withheld) => {
    expect(atDoor(model(parts))).toMatchObject({ kinds, remote, withheld });
  });

  test("holds against a person's own rule and a team's", () => {
    const person = { teamIds: [teamId("s")] };
    expect(atDoor(model([], [{ ...both, team: "s" }], { person })).kinds).toEqual(["app", "keypad"]);
    expect(atDoor(model(["all"], [{ ...both, team: "s" }], { person })).kinds).toEqual([]);
    expect(atDoor(model(["all"], [both, { ...both, team: "s" }], { person })).kinds).toEqual([]);
  });

  test("is nobody's else, and of no other door", () => {
    const { credentials } = compile(model(["all"], [both, { ...both, staff: "b" }]), NOW);
    expect(credentials.map((item) => `${item.staffId} ${item.deviceId} ${item.kind}`).sort()).toEqual([
      "a e app",
      "a e keypad",
      "b d app",
      "b d keypad",
      "b e app",
      "b e keypad",
    ]);
  });

  test.each<[string, RuleDetails, Partial<StaffMember>, Partial<Door>]>([
    ["windows that differ", differing, {}, {}],
    ["no keypad", { keypad: true, app: false }, {}, { hasKeypad: false }],
    ["no e-mail address", { app: true }, { hasEmail: false }, {}],
    ["no code", { keypad: true, app: false }, { codeHash: null }, {}],
    ["days that lie the wrong way round", { firstDay: "2026-04-02", lastDay: "2026-04-01" }, {}, {}],
  ])("is not wanted any more, so nothing blocks it: %s", (_, rule, person, place) => {
    expect(atDoor(model([], [rule], { person, place })).blocked).not.toEqual([]);
    expect(atDoor(model(["all"], [rule], { person, place })).blocked).toEqual([]);
  });

  test("is not told where the rules would give nothing anyway", () => {
    expect(atDoor(model(["all"], [{ lastDay: "2026-03-01" }])).withheld).toEqual([]);
    expect(atDoor(model(["remote"], [{ ...both, remote: false }])).withheld).toEqual([]);
    expect(atDoor(model(["all"], [both], { person: { status: "removed" } })).withheld).toEqual([]);
  });

  test("grants nothing from afar to what is blocked either", () => {
    const [app] = atDoor(model(["remote"], [differing])).blocked;
    expect(app).toMatchObject({ kind: "app", reason: "windows_differ" });
    expect(app?.granted.map((span) => span.remoteAllowed)).toEqual([false]);
  });

  test("takes the switched-off entry of a suspended person off the door too", () => {
    expect(atDoor(model(["all"], [both], { person: { status: "suspended" } })).kinds).toEqual([]);
  });
});

describe("on the door", () => {
  const observed: Observed = {
    ...NOTHING,
    authorizations: [auth("app", { remoteAllowed: true, accountUserId: 1 })],
    bindings: [{ staffId: staffId("a"), deviceId: deviceId("d"), kind: "app", authId: authId("app") }],
  };
  const changesOf = (given: AccessModel) =>
    plan({
      ...compile(given, NOW),
      observed,
      doors: given.doors,
      scope: new Set([staffId("a")]),
      now: NOW,
    }).changes.filter((change) => change.deviceId === "d");

  test("what was blocked and kept there is removed once it is withdrawn", () => {
    const rule: RuleDetails = { app: true, windows: [OFFICE, win(32, 8, 9)] };
    expect(changesOf(model([], [{ ...rule, remote: true }]))).toEqual([]);
    expect(changesOf(model(["all"], [rule]))).toMatchObject([{ op: "remove", effect: "narrows" }]);
  });

  test("opening from afar is switched off and the rest stays", () => {
    expect(changesOf(model(["remote"], [{ app: true, remote: true }]))).toMatchObject([
      { op: "update", effect: "narrows", wish: { remoteAllowed: false, enabled: true } },
    ]);
  });
});
