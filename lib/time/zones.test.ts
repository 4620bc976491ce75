import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  addDays,
  endOfDay,
  instantAt,
  isLocalDate,
  isTimeZone,
  lastSecondOfDay,
  listTimeZones,
  localClock,
  localDateOf,
  localDateTimeOf,
  sameClock,
  startOfDay,
} from "./zones";

const zones = [
  "Europe/Vienna",
  "America/New_York",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "UTC",
];
const zone = fc.constantFrom(...zones);
const date = fc.integer({ min: 0, max: 15_000 }).map((n) => addDays("2005-01-01", n));
const iso = (instant: number) => new Date(instant).toISOString();
const HOUR = 3_600_000;

describe("days as instants", () => {
  test.each([
    ["2026-01-15", "Europe/Vienna", "2026-01-14T23:00:00.000Z", 24],
    ["2026-07-15", "Europe/Vienna", "2026-07-14T22:00:00.000Z", 24],
    ["2026-03-29", "Europe/Vienna", "2026-03-28T23:00:00.000Z", 23],
    ["2026-10-25", "Europe/Vienna", "2026-10-24T22:00:00.000Z", 25],
    ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z", 23],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z", 25],
    ["2017-10-15", "America/Sao_Paulo", "2017-10-15T03:00:00.000Z", 23],
    ["2026-05-01", "Asia/Kathmandu", "2026-04-30T18:15:00.000Z", 24],
  ])("%s in %s starts at %s and has %i hours", (day, tz, start, hours) => {
    expect(iso(startOfDay(day, tz))).toBe(start);
    expect(endOfDay(day, tz) - startOfDay(day, tz)).toBe(hours * HOUR);
  });

  test("a day whose midnight does not exist starts at one o'clock", () => {
    expect(localClock(startOfDay("2017-10-15", "America/Sao_Paulo"), "America/Sao_Paulo").minute).toBe(60);
  });

  test("a day whose midnight comes twice starts at the first one", () => {
    // In Havana the clock goes back from 01:00 to 00:00.
    const start = startOfDay("2026-11-01", "America/Havana");
    expect(iso(start)).toBe("2026-11-01T04:00:00.000Z");
    expect(localDateOf(start - 1, "America/Havana")).toBe("2026-10-31");
  });

  test("the first and the last second belong to the day, their neighbours do not", () => {
    fc.assert(
      fc.property(date, zone, (day, tz) => {
        expect(localDateOf(startOfDay(day, tz), tz)).toBe(day);
        expect(localDateOf(startOfDay(day, tz) - 1, tz)).toBe(addDays(day, -1));
        expect(localDateOf(lastSecondOfDay(day, tz), tz)).toBe(day);
        expect(localDateOf(lastSecondOfDay(day, tz) + 1000, tz)).toBe(addDays(day, 1));
      }),
    );
  });

  test("a day that a country left out still has an order", () => {
    // Samoa had no 30 December 2011.
    expect(startOfDay("2011-12-31", "Pacific/Apia")).toBe(endOfDay("2011-12-29", "Pacific/Apia"));
  });
});

describe("dates and zones as text", () => {
  test.each(["2026-02-29", "2026-13-01", "2026-1-1", "20260101", "2026-01-01T00:00", ""])(
    "%j is no day",
    (text) => {
      expect(isLocalDate(text)).toBe(false);
    },
  );

  test("a leap day is a day", () => {
    expect(isLocalDate("2028-02-29")).toBe(true);
    expect(addDays("2028-02-29", 1)).toBe("2028-03-01");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });

  test.each([
    ["Europe/Vienna", true],
    ["UTC", true],
    ["Europe/Wien", false],
    ["+01:00", false],
    ["", false],
  ])("%j as a zone: %s", (text, known) => {
    expect(isTimeZone(text)).toBe(known);
  });
});

describe("the wall clock", () => {
  test("shows the local weekday and minute", () => {
    const instant = Date.parse("2026-11-22T23:30:00Z");
    expect(localClock(instant, "Europe/Vienna")).toEqual({ weekday: 0, days: 1, minute: 30 });
    expect(localClock(instant, "America/New_York")).toEqual({ weekday: 6, days: 64, minute: 18 * 60 + 30 });
  });

  test.each([
    ["Europe/Vienna", "Europe/Berlin", 2026, true],
    ["Europe/Vienna", "Europe/Vienna", 2026, true],
    ["Europe/Vienna", "Europe/London", 2026, false],
    ["Africa/Lagos", "Europe/Vienna", 2026, false],
    ["Africa/Lagos", "Africa/Kinshasa", 2026, true],
    ["America/New_York", "America/Toronto", 2026, true],
    ["America/New_York", "America/Havana", 2026, false],
    ["America/Phoenix", "America/Denver", 2026, false],
    ["Europe/Istanbul", "Europe/Athens", 2015, false],
    ["UTC", "Africa/Abidjan", 2026, true],
  ])("of %s and %s in %i is the same: %s", (a, b, year, same) => {
    expect(sameClock(a, b, year)).toBe(same);
    expect(sameClock(b, a, year)).toBe(same);
  });
});

test.each([
  ["2026-11-24", 120, "Europe/Vienna", "2026-11-24T01:00:00Z"],
  ["2026-07-01", 0, "Europe/London", "2026-06-30T23:00:00Z"],
  // 02:30 does not exist on that night, and happens twice on the other: the first one is taken.
  ["2026-03-29", 150, "Europe/Vienna", "2026-03-29T01:30:00Z"],
  ["2026-10-25", 150, "Europe/Vienna", "2026-10-25T00:30:00Z"],
])("on %s the clock shows minute %i in %s at %s", (day, minute, timeZone, instant) => {
  expect(instantAt(day, minute, timeZone)).toBe(Date.parse(instant));
});

test("every zone to choose from is one that can be used, and offices' zones are among them", () => {
  const zones = listTimeZones();
  expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  expect(zones).toEqual(expect.arrayContaining(["Europe/Vienna", "Europe/London", "America/New_York"]));
});

describe("the clock of a zone", () => {
  const moment = fc.integer({ min: Date.parse("1995-01-01"), max: Date.parse("2045-01-01") });
  const expectClock = (instant: number, timeZone: string) => {
    const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
    const shown = at.toPlainDateTime().toString({ smallestUnit: "minute" });
    expect(startOfDay(shown.slice(0, 10), timeZone)).toBe(at.startOfDay().epochMilliseconds);
    expect(localDateTimeOf(instant, timeZone)).toBe(shown);
    expect(localDateOf(instant, timeZone)).toBe(shown.slice(0, 10));
    expect(localClock(instant, timeZone)).toMatchObject({
      weekday: at.dayOfWeek - 1,
      minute: at.hour * 60 + at.minute,
    });
  };

  test("is what the calendar says, in all zones and in any order of questions", () => {
    const anyZone = fc.constantFrom(...listTimeZones());
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 20 }), anyZone, (moments, tz) => {
        for (const instant of moments) expectClock(instant, tz);
      }),
    );
  });

  test.each(["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"])(
    "is right to the millisecond where it changes in %s",
    (tz) => {
      let at = Temporal.Instant.from("2009-01-01T00:00Z").toZonedDateTimeISO(tz);
      for (let nth = 0; nth < 12; nth += 1) {
        const next = at.getTimeZoneTransition("next");
        if (!next) throw new Error(`${tz} has changes`);
        for (const near of [0, -1, 1]) expectClock(next.epochMilliseconds + near, tz);
        at = next;
      }
    },
  );

  test("has nothing to say of what is no time", () => {
    for (const read of [localDateOf, localDateTimeOf, localClock])
      expect(() => read(Number.NaN, "Europe/Vienna")).toThrow(RangeError);
  });
});
