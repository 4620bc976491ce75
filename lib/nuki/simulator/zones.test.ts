import { describe, expect, test } from "vitest";
import { weekdayMask } from "./seed-office.ts";
import { deviceZone, localClock } from "./zones.ts";

const at = (iso: string, zone: string) => localClock(zone, Date.parse(iso));

describe("the lock's own clock", () => {
  test.each([
    ["2026-03-27T06:00:00Z", "Europe/Vienna", 420, 4],
    ["2026-03-30T05:00:00Z", "Europe/Vienna", 420, 64],
    ["2026-10-25T00:59:00Z", "Europe/London", 119, 1],
    ["2026-10-25T01:00:00Z", "Europe/London", 60, 1],
    ["2026-03-01T23:30:00Z", "Europe/Berlin", 30, 64],
    ["2026-03-02T20:00:00Z", "Asia/Kathmandu", 105, 32],
  ])("at %s in %s shows minute %d of weekday %d", (iso, zone, minute, weekdayBit) => {
    expect(at(iso, zone)).toEqual({ minute, weekdayBit });
  });

  test("is set by the zone's number", () => {
    expect([37, 40, 23].map(deviceZone)).toEqual(["Europe/Berlin", "Europe/London", "Asia/Kathmandu"]);
  });
});

test.each([
  ["1111100", 124],
  ["1000000", 64],
  ["0000001", 1],
  ["1111111", 127],
])("the days %s are the mask %d, Monday being 64", (days, mask) => {
  expect(weekdayMask(days)).toBe(mask);
});
