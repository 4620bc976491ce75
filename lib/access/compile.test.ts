import { describe, expect, test } from "vitest";
import { compile } from "./compile";
import {
  deviceId,
  door,
  member,
  NOW,
  OFFICE,
  office,
  type RuleDetails,
  staffId,
  teamId,
  VIENNA,
  win,
} from "./sample-model";
import type { Door, StaffMember, WindowChoice } from "./types";

const DOOR = door("d");
const TEAM = { teamIds: [teamId("s")] };
const at = (text: string) => Date.parse(text);

/** What is wanted for person a at door d. */
function settle(
  rules: readonly RuleDetails[],
  person: Partial<StaffMember> = {},
  { the = DOOR, now = NOW, choices = [] }: { the?: Door; now?: number; choices?: WindowChoice[] } = {},
) {
  const { credentials, blocked } = compile(office([member("a", person)], [the], rules, choices), now);
  return { credentials, blocked, wish: credentials[0]?.wish, block: blocked[0] };
}

describe("who gets what", () => {
  test("a rule for a person gives each kind that it asks for", () => {
    const { credentials } = settle([{ app: true, keypad: true, remote: true }]);
    expect(credentials).toMatchObject([
      {
        kind: "app",
        wish: { window: OFFICE, remoteAllowed: true, codeHash: null, enabled: true },
        sendFrom: null,
      },
      {
        kind: "keypad",
        wish: { window: OFFICE, remoteAllowed: false, codeHash: "code of a" },
        sendFrom: null,
      },
    ]);
    expect(credentials[0]?.ruleIds).toEqual(["rule 1"]);
  });

  test("a rule for a team reaches its members only, and twice in a team is once", () => {
    expect(settle([{ team: "s" }]).credentials).toEqual([]);
    expect(settle([{ team: "s" }], { teamIds: [teamId("s"), teamId("s")] }).credentials).toHaveLength(1);
  });

  test("a removed person gets nothing, not even a reason", () => {
    expect(settle([{ keypad: true }], { status: "removed", codeHash: null })).toMatchObject({
      credentials: [],
      blocked: [],
    });
  });

  test("a suspended person's credentials are switched off, and nothing blocks that", () => {
    const rules = [{ windows: [win(15, 8, 18), win(16, 8, 15)], remote: true }];
    const { wish, blocked } = settle(rules, { status: "suspended", hasEmail: false });
    expect(wish).toMatchObject({ enabled: false, window: win(15, 8, 18) });
    expect(blocked).toEqual([]);
  });

  test("the names fit Nuki's limits", () => {
    const { credentials } = settle([{ keypad: true }], { name: "Maximiliane Hohenlohe-Schillingsfürst" });
    expect(credentials.map(({ wish }) => wish.name)).toEqual([
      "Maximiliane Hohenlohe-Schillings",
      "Maximiliane Hohenloh",
    ]);
  });

  test("a rule that names an unknown door stops everything rather than leaving the door out", () => {
    expect(() => settle([{ doors: ["elsewhere"] }])).toThrow("elsewhere");
  });
});

describe("several rules", () => {
  test.each<[string, RuleDetails[], object]>([
    [
      "same times are the union of the days",
      [{ windows: [win(15, 9, 17)] }, { windows: [win(16, 9, 17)] }],
      OFFICE,
    ],
    ["touching times are merged", [{ windows: [win(31, 9, 12)] }, { windows: [win(31, 12, 17)] }], OFFICE],
    ["nested times are merged", [{ windows: [win(31, 9, 17)] }, { windows: [win(31, 10, 11)] }], OFFICE],
    ["a person's rule beats the team's wider one", [{ team: "s", windows: [win(127, 0, 24)] }, {}], OFFICE],
    ["a person's rule beats the team's narrower one", [{ team: "s", windows: [win(1, 9, 10)] }, {}], OFFICE],
    [
      "a schedule of two windows is the same as two rules",
      [{ windows: [win(31, 9, 12), win(31, 12, 17)] }],
      OFFICE,
    ],
  ])("%s", (_, rules, window) => {
    expect(settle(rules, TEAM).wish?.window).toEqual(window);
  });

  test("of other kinds do not meet: a person's rule for the app leaves the team's code", () => {
    const { credentials } = settle(
      [{ team: "s", keypad: true, windows: [win(1, 9, 10)] }, { app: true }],
      TEAM,
    );
    expect(credentials.map(({ kind, wish }) => [kind, wish.window])).toEqual([
      ["app", OFFICE],
      ["keypad", win(1, 9, 10)],
    ]);
  });

  test("that one window cannot hold are blocked with both choices and their cost", () => {
    const { block, credentials } = settle([{ windows: [win(15, 8, 18)] }, { windows: [win(16, 8, 15)] }]);
    expect(credentials).toEqual([]);
    expect(block).toMatchObject({
      reason: "windows_differ",
      ruleIds: ["rule 1", "rule 2"],
      options: {
        inside: { window: win(15, 8, 18), minutesLost: 420 },
        wider: { window: win(31, 8, 18), minutesTooMuch: 180 },
      },
    });
  });

  test("are decided by a person's choice, for as long as exactly these windows meet", () => {
    const rules = [{ windows: [win(15, 8, 18)] }, { windows: [win(16, 8, 15)] }];
    const basis = settle(rules).block?.options?.basis ?? "";
    const choice = { staffId: staffId("a"), deviceId: deviceId("d"), kind: "app" as const, basis };
    const choose = (take: "inside" | "wider", now: RuleDetails[]) =>
      settle(now, {}, { choices: [{ ...choice, take }] });
    expect(choose("inside", rules).wish?.window).toEqual(win(15, 8, 18));
    expect(choose("wider", rules).wish?.window).toEqual(win(31, 8, 18));
    expect(
      choose("wider", [{ windows: [win(15, 8, 18)] }, { windows: [win(16, 8, 14)] }]).block?.reason,
    ).toBe("windows_differ");
    const both = [
      { ...choice, take: "wider" as const },
      { ...choice, take: "inside" as const },
    ];
    expect(settle(rules, {}, { choices: both }).wish?.window).toEqual(win(15, 8, 18));
    const elsewhere = [{ ...choice, deviceId: deviceId("x"), take: "wider" as const }];
    expect(settle(rules, {}, { choices: elsewhere }).block?.reason).toBe("windows_differ");
  });

  test.each<[string, RuleDetails[], boolean]>([
    ["all rules allow it", [{ remote: true }, { remote: true, windows: [win(32, 9, 17)] }], true],
    ["one of two does not", [{ remote: true }, { windows: [win(32, 9, 17)] }], false],
    ["the one that covers the other allows it", [{ remote: true }, { windows: [win(1, 9, 17)] }], true],
    ["only the covered one allows it", [{}, { remote: true, windows: [win(1, 9, 17)] }], false],
    ["one of two equal ones allows it", [{}, { remote: true }], true],
  ])("are remote %s: %j", (_, rules, remote) => {
    expect(settle(rules).wish?.remoteAllowed).toBe(remote);
  });
});

describe("dates", () => {
  test("are instants of the door's zone, a last day to its last second", () => {
    const rules = [{ firstDay: "2026-03-20", lastDay: "2026-03-29" }];
    expect(settle(rules).wish).toMatchObject({
      validFrom: at("2026-03-19T23:00:00Z"),
      validUntil: at("2026-03-29T21:59:59Z"),
    });
    expect(settle(rules, {}, { the: door("d", { timeZone: "America/New_York" }) }).wish).toMatchObject({
      validFrom: at("2026-03-20T04:00:00Z"),
      validUntil: at("2026-03-30T03:59:59Z"),
    });
  });

  test("of a person and a rule cut each other", () => {
    const { wish } = settle([{ firstDay: "2026-03-01", lastDay: "2026-05-31" }], {
      firstDay: "2026-03-10",
      lastDay: "2026-04-30",
    });
    expect(wish).toMatchObject({
      validFrom: at("2026-03-09T23:00:00Z"),
      validUntil: at("2026-04-30T21:59:59Z"),
    });
  });

  test("that have ended want nothing, to the second", () => {
    const rules = [{ lastDay: "2026-03-16" }];
    expect(settle(rules, {}, { now: at("2026-03-16T22:59:59Z") }).credentials).toHaveLength(1);
    expect(settle(rules, {}, { now: at("2026-03-16T23:00:00Z") })).toMatchObject({
      credentials: [],
      blocked: [],
    });
    expect(settle([{}], { lastDay: "2026-03-15" })).toMatchObject({ credentials: [], blocked: [] });
  });

  test("that end before they begin are told, unless even that has passed", () => {
    expect(settle([{ firstDay: "2026-04-02", lastDay: "2026-04-01" }]).block?.reason).toBe("empty_range");
    expect(settle([{ firstDay: "2026-03-02", lastDay: "2026-03-01" }]).blocked).toEqual([]);
    expect(settle([{ firstDay: "2026-04-02", lastDay: "2026-04-01" }, {}]).blocked).toEqual([]);
  });

  test("equal windows with overlapping or touching dates are one range", () => {
    const overlapping = [{ lastDay: "2026-03-31" }, { firstDay: "2026-03-20", lastDay: "2026-04-30" }];
    expect(settle(overlapping).wish).toMatchObject({
      validFrom: null,
      validUntil: at("2026-04-30T21:59:59Z"),
    });
    const touching = [{ lastDay: "2026-03-28" }, { firstDay: "2026-03-29" }];
    expect(settle(touching).wish).toMatchObject({ validFrom: null, validUntil: null });
  });

  test("a rule that covers another in window and dates wins", () => {
    const { wish } = settle([
      { windows: [win(31, 8, 18)] },
      { firstDay: "2026-03-20", lastDay: "2026-04-30" },
    ]);
    expect(wish).toMatchObject({ window: win(31, 8, 18), validFrom: null, validUntil: null });
  });

  test("one after the other come one after the other", () => {
    const rules = [{ lastDay: "2026-03-31" }, { firstDay: "2026-04-01", windows: [win(31, 8, 18)] }];
    expect(settle(rules).wish).toMatchObject({ window: OFFICE, validUntil: at("2026-03-31T21:59:59Z") });
    const later = settle(rules, {}, { now: at("2026-03-31T22:00:00Z") });
    expect(later.wish).toMatchObject({
      window: win(31, 8, 18),
      validFrom: at("2026-03-31T22:00:00Z"),
      validUntil: null,
    });
  });

  test("that overlap with other windows are blocked", () => {
    const rules = [{}, { firstDay: "2026-03-20", lastDay: "2026-04-30", windows: [win(32, 9, 17)] }];
    expect(settle(rules)).toMatchObject({
      credentials: [],
      block: { reason: "dates_differ", ruleIds: ["rule 1", "rule 2"] },
    });
  });

  test("a person's rule interrupts the team's only while it runs", () => {
    const rules = [
      { team: "s" },
      { staff: "a", firstDay: "2026-04-01", lastDay: "2026-04-30", windows: [win(127, 0, 24)] },
    ];
    const on = (day: string) => settle(rules, TEAM, { now: at(`${day}T12:00:00Z`) }).wish;
    expect(on("2026-03-20")).toMatchObject({
      window: OFFICE,
      validFrom: null,
      validUntil: at("2026-03-31T21:59:59Z"),
    });
    expect(on("2026-04-20")).toMatchObject({
      window: win(127, 0, 24),
      validUntil: at("2026-04-30T21:59:59Z"),
    });
    expect(on("2026-05-20")).toMatchObject({
      window: OFFICE,
      validFrom: at("2026-04-30T22:00:00Z"),
      validUntil: null,
    });
  });

  test("of remote access do not cut the range of a code, which nobody uses from afar", () => {
    const rules = [
      { team: "s", app: false, keypad: true },
      { app: false, keypad: true, lastDay: "2026-03-29" },
      { app: false, keypad: true, remote: true, firstDay: "2026-03-23", lastDay: "2026-03-29" },
    ];
    for (const day of ["2026-03-16", "2026-03-23", "2026-04-01"]) {
      const { wish } = settle(rules, TEAM, { now: at(`${day}T12:00:00Z`) });
      expect(wish).toMatchObject({ remoteAllowed: false, validUntil: null });
    }
  });

  test("an app invitation goes out a day before the first day, a code at once", () => {
    const { credentials } = settle([{ keypad: true, firstDay: "2026-03-20" }]);
    expect(credentials.map(({ kind, sendFrom }) => [kind, sendFrom])).toEqual([
      ["app", at("2026-03-18T23:00:00Z")],
      ["keypad", null],
    ]);
    expect(settle([{ firstDay: "2026-03-17" }]).credentials[0]?.sendFrom).toBeNull();
  });
});

describe("what is missing", () => {
  const bare = door("d", { hasKeypad: false });

  test("a door without keypad matters only to who gets nothing else", () => {
    expect(settle([{ app: false, keypad: true }], {}, { the: bare }).block?.reason).toBe("no_keypad");
    const both = settle([{ app: true, keypad: true }], {}, { the: bare });
    expect(both.blocked).toEqual([]);
    expect(both.credentials.map(({ kind }) => kind)).toEqual(["app"]);
  });

  test("without a code there is no code", () => {
    expect(settle([{ app: false, keypad: true }], { codeHash: null }).block).toMatchObject({
      reason: "no_code",
      granted: [],
    });
  });

  test("without an e-mail address nobody is invited, but it is known what for", () => {
    expect(settle([{}], { hasEmail: false }).block).toMatchObject({
      reason: "no_email",
      wish: { window: OFFICE },
    });
  });

  test("a schedule without windows gives nothing, and keeps the team's away", () => {
    expect(settle([{ windows: [] }, { team: "s" }], TEAM)).toMatchObject({ credentials: [], blocked: [] });
  });

  test("until 23:59 means until the day ends, as Nuki holds it", () => {
    const typed = { ...OFFICE, fromMinute: 480, untilMinute: 1439 };
    expect(settle([{ windows: [typed] }]).wish?.window).toEqual({ ...typed, untilMinute: 1440 });
    expect(settle([{ windows: [{ ...OFFICE, untilMinute: 1438 }] }]).wish?.window.untilMinute).toBe(1438);
  });

  test("the zone of the site decides, not that of the machine", () => {
    expect(DOOR.timeZone).toBe(VIENNA);
    expect(
      settle([{ firstDay: "2026-03-20" }], {}, { the: door("d", { timeZone: "Asia/Kathmandu" }) }).wish
        ?.validFrom,
    ).toBe(at("2026-03-19T18:15:00Z"));
  });
});
