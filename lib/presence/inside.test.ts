import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { localClock } from "@/lib/time/zones";
import { dayBegan, insideOf, type Opening } from "./inside";

const HOUR = 3_600_000;
const iso = (instant: number) => new Date(instant).toISOString();

describe("the office day", () => {
  test.each([
    ["in the afternoon", "2026-11-23T15:00:00Z", "Europe/Vienna", "2026-11-23T03:00:00.000Z"],
    ["at four sharp", "2026-11-23T03:00:00Z", "Europe/Vienna", "2026-11-23T03:00:00.000Z"],
    ["a moment before four", "2026-11-23T02:59:59Z", "Europe/Vienna", "2026-11-22T03:00:00.000Z"],
    ["after midnight", "2026-11-23T00:30:00Z", "Europe/Vienna", "2026-11-22T03:00:00.000Z"],
    [
      "where the calendar shows another day",
      "2026-11-23T02:00:00Z",
      "America/New_York",
      "2026-11-22T09:00:00.000Z",
    ],
  ])("%s", (_when, now, zone, began) => {
    expect(iso(dayBegan(Date.parse(now), zone))).toBe(began);
  });

  test.each([
    ["Vienna, clocks go forward", "2026-03-29T10:00:00Z", "Europe/Vienna", "2026-03-29T02:00:00.000Z"],
    ["Vienna, clocks go back", "2026-10-25T10:00:00Z", "Europe/Vienna", "2026-10-25T03:00:00.000Z"],
    ["New York, clocks go forward", "2026-03-08T15:00:00Z", "America/New_York", "2026-03-08T08:00:00.000Z"],
    ["New York, clocks go back", "2026-11-01T15:00:00Z", "America/New_York", "2026-11-01T09:00:00.000Z"],
    // The hour that comes twice belongs to the evening before, both times.
    ["Vienna, 02:30 the first time", "2026-10-25T00:30:00Z", "Europe/Vienna", "2026-10-24T02:00:00.000Z"],
    ["Vienna, 02:30 the second time", "2026-10-25T01:30:00Z", "Europe/Vienna", "2026-10-24T02:00:00.000Z"],
  ])("%s", (_night, now, zone, began) => {
    expect(iso(dayBegan(Date.parse(now), zone))).toBe(began);
  });

  test("begins at four by the clock, never later than now and never longer ago than a day with its extra hour", () => {
    const zone = fc.constantFrom(
      "Europe/Vienna",
      "America/New_York",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
    );
    const now = fc.integer({ min: Date.parse("2020-01-01"), max: Date.parse("2035-01-01") });
    fc.assert(
      fc.property(zone, now, (timeZone, at) => {
        const began = dayBegan(at, timeZone);
        expect(localClock(began, timeZone).minute).toBe(240);
        expect(began).toBeLessThanOrEqual(at);
        expect(at - began).toBeLessThan(25 * HOUR);
      }),
    );
  });
});

describe("who is probably inside", () => {
  const opening = (hour: number, door: string, who: Partial<Opening>): Opening => ({
    ...{ at: hour * HOUR, deviceId: door as DeviceId, door, staffId: null, name: "" },
    ...who,
  });
  const anna = { staffId: "anna" as StaffId, name: "Anna" };
  const ben = { staffId: "ben" as StaffId, name: "Ben" };

  test("is each person once, with the first and the last door, whatever the order of the entries", () => {
    const day = [opening(9, "Main", anna), opening(12, "Lab", anna), opening(10, "Side", anna)];
    expect(insideOf(day)).toMatchObject([
      { name: "Anna", first: { at: 9 * HOUR, door: "Main" }, last: { at: 12 * HOUR, door: "Lab" } },
    ]);
  });

  test("has who was seen last on top", () => {
    const day = [opening(9, "Main", anna), opening(8, "Main", ben), opening(11, "Lab", ben)];
    expect(insideOf(day).map(({ name }) => name)).toEqual(["Ben", "Anna"]);
    expect(insideOf(day.slice(0, 2)).map(({ name }) => name)).toEqual(["Anna", "Ben"]);
  });

  test("takes names that nobody stands behind for one person each, however they are written", () => {
    const day = [opening(8, "Main", { name: "Kurt" }), opening(9, "Main", { name: "kurt " })];
    expect(insideOf(day)).toHaveLength(1);
  });

  test("does not take a name for the person of that name", () => {
    expect(insideOf([opening(8, "Main", anna), opening(9, "Main", { name: "Anna" })])).toHaveLength(2);
  });
});
