import { describe, expect, test } from "vitest";
import type { AreaId, DeviceId, ScheduleId, SiteId, StaffId, TeamId } from "@/lib/access/types";
import type { Directory, StaffValues, WantedRule } from "@/lib/import/directory";
import type { MatchedRow } from "@/lib/import/match";
import { leaversWithin, withinSites } from "./within-sites";

const [here, there] = ["here" as DeviceId, "there" as DeviceId];
const rule = (deviceId: DeviceId): WantedRule => ({
  target: { deviceId },
  hours: { scheduleId: "always" as ScheduleId },
  app: false,
  keypad: true,
  remote: false,
  firstDay: null,
  lastDay: null,
});
const values = (more: Partial<StaffValues> = {}): StaffValues => ({
  externalId: null,
  firstName: "Eva",
  lastName: "Huber",
  name: "Eva Huber",
  email: null,
  language: null,
  department: null,
  notes: null,
  firstDay: null,
  lastDay: null,
  teamIds: [],
  rules: [],
  ...more,
});
const staffId = "eva" as StaffId;
const team = "cleaners" as TeamId;
const directory = (more: Partial<StaffValues>): Directory => ({
  staff: [{ ...values(more), id: staffId, status: "active" }],
  teams: [{ id: team, name: "Cleaners" }],
  areas: [{ id: "both" as AreaId, name: "Both", deviceIds: [here, there] }],
  devices: [here, there].map((id) => ({ id, name: id, siteId: "site" as SiteId })),
  schedules: [],
});
const reach = { allowed: new Set([here]), devicesOfTeam: new Map([[team, [there]]]) };
const outcomeOf = (row: MatchedRow, more: Partial<StaffValues> = {}) =>
  withinSites([row], directory(more), reach)[0]?.outcome;
const base = { line: 2, name: "Eva Huber", problems: [] };
const add = (more: Partial<StaffValues>): MatchedRow => ({
  ...base,
  outcome: "add",
  values: values(more),
  pin: null,
});

describe("a role at one site", () => {
  test.each([
    ["a door of that site", add({ rules: [rule(here)] }), "add"],
    ["a door elsewhere", add({ rules: [rule(there)] }), "blocked"],
    [
      "an area that reaches elsewhere",
      add({ rules: [{ ...rule(here), target: { areaId: "both" as AreaId } }] }),
      "blocked",
    ],
    ["a team that leads elsewhere", add({ teamIds: [team] }), "blocked"],
  ] as const)("importing somebody with %s", (_what, row, outcome) => {
    expect(outcomeOf(row)).toBe(outcome);
  });

  test("cannot remove or suspend whoever has a door elsewhere", () => {
    const leave = (outcome: "remove" | "suspend"): MatchedRow => ({ ...base, outcome, staffId });
    expect(outcomeOf(leave("remove"), { rules: [rule(there)] })).toBe("blocked");
    expect(outcomeOf(leave("suspend"), { teamIds: [team] })).toBe("blocked");
    expect(outcomeOf(leave("remove"), { rules: [rule(here)] })).toBe("remove");
  });

  test("may correct a note, but neither the last day nor the address, of somebody who works elsewhere", () => {
    const update = (field: "notes" | "valid_until" | "email"): MatchedRow => ({
      ...base,
      outcome: "update",
      staffId,
      values: values({ rules: [rule(there)] }),
      pin: null,
      changes: [{ field, from: null, to: "2026-12-31" }],
    });
    expect(outcomeOf(update("notes"), { rules: [rule(there)] })).toBe("update");
    expect(outcomeOf(update("valid_until"), { rules: [rule(there)] })).toBe("blocked");
    expect(outcomeOf(update("email"), { rules: [rule(there)] })).toBe("blocked");
  });

  test("its full list leaves people of other sites alone", () => {
    const leaver = [{ staffId, name: "Eva Huber" }];
    expect(leaversWithin(leaver, directory({ rules: [rule(there)] }), reach)).toEqual([]);
    expect(leaversWithin(leaver, directory({ rules: [rule(here)] }), reach)).toEqual(leaver);
  });
});
