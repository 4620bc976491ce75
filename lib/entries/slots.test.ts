import { expect, test } from "vitest";
import { type HourSlots, shareOf, slotsBetween } from "./slots";

const list = (slots: HourSlots, from: string, until: string, direction: "older" | "newer" = "newer") =>
  [...slotsBetween(slots, { from: Date.parse(from), until: Date.parse(until) }, direction)].map(
    (slot) => `${new Date(slot.from).toISOString()} ${(slot.until - slot.from) / 3_600_000}`,
  );
const vienna = { timeZone: "Europe/Vienna", weekdays: [], hours: [] };
const newYork = { timeZone: "America/New_York", weekdays: [], hours: [] };

test("an hour of a weekday comes once a week, newest or oldest first", () => {
  const tuesdays = { ...vienna, weekdays: [1], hours: [18] };
  const expected = ["2026-03-03T17:00:00.000Z 1", "2026-03-10T17:00:00.000Z 1"];
  expect(list(tuesdays, "2026-03-02T00:00Z", "2026-03-16T00:00Z")).toEqual(expected);
  expect(list(tuesdays, "2026-03-02T00:00Z", "2026-03-16T00:00Z", "older")).toEqual(expected.toReversed());
});

test("a weekday without hours is the whole day, hours that follow each other are one stretch", () => {
  expect(list({ ...vienna, weekdays: [6] }, "2026-03-02T00:00Z", "2026-03-09T12:00Z")).toEqual([
    "2026-03-07T23:00:00.000Z 24",
  ]);
  expect(list({ ...vienna, hours: [8, 7, 20] }, "2026-03-02T00:00Z", "2026-03-02T23:00Z")).toEqual([
    "2026-03-02T06:00:00.000Z 2",
    "2026-03-02T19:00:00.000Z 1",
  ]);
});

test("what begins before or ends after the time that is asked for is cut", () => {
  expect(list({ ...vienna, hours: [7] }, "2026-03-02T06:30Z", "2026-03-03T06:15Z")).toEqual([
    "2026-03-02T06:30:00.000Z 0.5",
    "2026-03-03T06:00:00.000Z 0.25",
  ]);
});

test.each([
  [
    "the hour that comes twice in Vienna is two hours long",
    vienna,
    "2026-10-25",
    2,
    "2026-10-25T00:00:00.000Z 2",
  ],
  [
    "the hour that comes twice in New York is two hours long",
    newYork,
    "2026-11-01",
    1,
    "2026-11-01T05:00:00.000Z 2",
  ],
])("%s", (_title, zone, day, hour, expected) => {
  expect(list({ ...zone, hours: [hour] }, `${day}T00:00Z`, `${day}T20:00Z`)).toEqual([expected]);
});

test("two hours, of which one comes twice, are three hours long and one stretch", () => {
  expect(list({ ...vienna, hours: [2, 3] }, "2026-10-25T00:00Z", "2026-10-25T20:00Z")).toEqual([
    "2026-10-25T00:00:00.000Z 3",
  ]);
});

test.each([
  "Europe/Vienna",
  "America/New_York",
  "Atlantic/Azores",
  "America/Havana",
  "Africa/Cairo",
  "Asia/Beirut",
])("no two stretches lie over each other in a year in %s", (timeZone) => {
  const year = { from: Date.parse("2026-01-01T00:00Z"), until: Date.parse("2027-01-01T00:00Z") };
  for (const hours of [
    [23, 0],
    [0, 1, 2, 4],
    [22, 23],
  ]) {
    const ahead = [...slotsBetween({ timeZone, weekdays: [], hours }, year, "newer")];
    const back = [...slotsBetween({ timeZone, weekdays: [], hours }, year, "older")].toReversed();
    for (const all of [ahead, back])
      for (const [index, slot] of all.entries())
        expect(slot.from).toBeGreaterThanOrEqual(all[index - 1]?.until ?? 0);
    const length = (all: typeof ahead) => all.reduce((sum, { from, until }) => sum + until - from, 0);
    expect(length(back)).toBe(length(ahead));
  }
});

test("what is not named counts as all of it", () => {
  expect(shareOf({ ...vienna, weekdays: [1], hours: [18] })).toBeCloseTo(1 / 168);
  expect(shareOf({ ...vienna, hours: [3] })).toBeCloseTo(1 / 24);
  expect(shareOf({ ...vienna, weekdays: [5, 6] })).toBeCloseTo(2 / 7);
  expect(shareOf(vienna)).toBe(1);
});
