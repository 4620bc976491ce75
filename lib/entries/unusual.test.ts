import { describe, expect, test } from "vitest";
import type { DeviceId, StaffId } from "@/lib/access/types";
import {
  bandsBefore,
  burstsOf,
  daysBefore,
  firstOpeningsOf,
  fullDaysOf,
  judgeDay,
  judgeFirst,
  judgeHour,
  openHoursOf,
  type Watched,
} from "./unusual";

const door = "door" as DeviceId;
const other = "other" as DeviceId;
const anna = "anna" as StaffId;
const ben = "ben" as StaffId;
const at = (time: string) => Date.parse(time);
const minute = 60_000;
const day = 86_400_000;
const monday = at("2026-03-02T08:00Z");

const refusal = (time: number, deviceId = door): Watched => ({
  at: time,
  deviceId,
  staffId: null,
  outcome: "refused",
});
const opening = (time: number, staffId: StaffId | null = anna, deviceId = door): Watched => ({
  ...{ at: time, deviceId, staffId, outcome: "opened" },
});
const minutes = (...list: number[]) => list.map((n) => monday + n * minute);

describe("a burst of refusals", () => {
  test.each([
    ["four in ten minutes are none", [0, 1, 2, 3], []],
    ["five in ten minutes are one", [0, 2, 5, 8, 10], [[0, 10, 5]]],
    ["five in eleven minutes are none", [0, 2, 5, 8, 11], []],
    ["what goes on is one burst and not many", [0, 1, 2, 3, 4, 9, 12, 13], [[0, 13, 8]]],
    [
      "two with a pause between are two",
      [0, 1, 2, 3, 4, 60, 61, 62, 63, 64],
      [
        [0, 4, 5],
        [60, 64, 5],
      ],
    ],
  ])("%s", (_title, times, expected) => {
    const found = burstsOf(
      minutes(...times)
        .map((time) => refusal(time))
        .toReversed(),
    );
    expect(
      found.map(({ from, until, count }) => [(from - monday) / minute, (until - monday) / minute, count]),
    ).toEqual(expected);
  });

  test("counts each door for itself, and refusals only", () => {
    const mixed = minutes(0, 1, 2, 3, 4).map((time, index) => refusal(time, index % 2 ? door : other));
    expect(burstsOf([...mixed, ...minutes(0, 1, 2).map((time) => opening(time))])).toEqual([]);
  });
});

describe("a first opening", () => {
  test("is the earliest of each person at each door, newest first", () => {
    const found = firstOpeningsOf([
      opening(monday + 5),
      opening(monday),
      opening(monday + 9, ben),
      opening(monday + 3, anna, other),
      opening(monday + 1, null),
      { ...refusal(monday - 1), staffId: anna },
    ]);
    expect(found.map((one) => [one.staffId, one.deviceId, one.at - monday])).toEqual([
      [ben, door, 9],
      [anna, other, 3],
      [anna, door, 0],
    ]);
  });

  const candidate = { kind: "first", deviceId: door, staffId: anna, at: monday } as const;
  test.each([
    ["told where the door is known for four weeks", 28 * day, false, 28],
    ["not told where the door is known for less", 28 * day - 1, false, null],
    ["not told of who came before", 300 * day, true, null],
  ])("is %s", (_title, known, cameBefore, days) => {
    const line = judgeFirst(candidate, { knownSince: monday - known, cameBefore });
    expect(line?.kind === "first" ? line.knownDays : null).toBe(days);
  });

  test("is not told of a door of which nothing is known", () => {
    expect(judgeFirst(candidate, { knownSince: null, cameBefore: false })).toBeNull();
  });
});

describe("an opening at an odd hour", () => {
  test("is counted by the hours of the zone's clock, the hour that comes twice as one", () => {
    const times = ["2026-10-24T23:30Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z"].map((time) =>
      opening(at(time)),
    );
    const found = openHoursOf(times, "Europe/Vienna").map((one) => [
      one.day,
      one.weekday,
      one.hour,
      one.count,
    ]);
    expect(found).toEqual([
      ["2026-10-25", 6, 2, 2],
      ["2026-10-25", 6, 1, 1],
    ]);
  });

  const [sunday] = openHoursOf([opening(at("2026-03-08T02:12Z"))], "Europe/Vienna");
  if (!sunday) throw new Error("no candidate");

  test("is compared with the hours around it in eight weeks before, by the clock", () => {
    const bands = bandsBefore({ ...sunday, day: "2026-04-05", hour: 3 }, "Europe/Vienna");
    expect(bands).toHaveLength(8);
    // The clocks went forward on 29 March: 03:00 on the Sunday before was an hour later in UTC.
    expect(
      bands.slice(0, 3).map(({ from, until }) => [new Date(from).toISOString(), (until - from) / minute]),
    ).toEqual([
      ["2026-03-29T00:00:00.000Z", 180],
      ["2026-03-22T01:00:00.000Z", 180],
      ["2026-03-15T01:00:00.000Z", 180],
    ]);
  });

  const known = { knownSince: sunday.at - 60 * day, openings: 1000, weekly: [0, 0, 0, 0, 0, 0, 0, 0] };
  test.each([
    ["never in eight weeks", {}, 0],
    ["twice in eight weeks", { weekly: [1, 0, 0, 1] }, 2],
    ["three times in eight weeks", { weekly: [1, 1, 0, 1] }, null],
    ["once in four weeks that are known", { knownSince: sunday.at - 28 * day, weekly: [1, 0, 0, 0, 9] }, 1],
    ["at a door that is known for three weeks", { knownSince: sunday.at - 27 * day }, null],
    ["at a door that is hardly used", { openings: 99 }, null],
  ])("the door was opened around it %s", (_title, more, expected) => {
    const line = judgeHour(sunday, { ...known, ...more });
    expect(line?.kind === "hour" ? line.before : null).toBe(expected);
  });
});

describe("a day on which a door was opened far more often", () => {
  const times = (date: string, count: number) =>
    Array.from({ length: count }, (_, index) => opening(at(`${date}T08:00Z`) + index * minute));
  const full = fullDaysOf(
    openHoursOf([...times("2026-03-02", 30), ...times("2026-03-03", 40)], "UTC"),
    "UTC",
  );
  const [tuesday] = full;
  if (!tuesday) throw new Error("no candidate");

  test("is the fullest of each door, if it is full at all", () => {
    expect(full.map((one) => [one.day, one.weekday, one.count])).toEqual([["2026-03-03", 1, 40]]);
    expect(fullDaysOf(openHoursOf(times("2026-03-02", 19), "UTC"), "UTC")).toEqual([]);
  });

  test("is compared with whole days of the zone", () => {
    const days = daysBefore({ ...tuesday, day: "2026-11-01" }, "Europe/Vienna");
    expect(days.map(({ from, until }) => (until - from) / 3_600_000)).toEqual([
      25, 24, 24, 24, 24, 24, 24, 24,
    ]);
  });

  const known = {
    knownSince: tuesday.at - 90 * day,
    openings: 500,
    weekly: [10, 12, 20, 15, 11, 10, 13, 14],
  };
  test("is told with what such days had before", () => {
    expect(judgeDay(tuesday, known)).toMatchObject({ count: 40, weeks: 8, least: 10, most: 20 });
  });

  test.each([
    ["one of them had more than half", { weekly: [10, 12, 21, 15, 11, 10, 13, 14] }],
    ["fewer than four weeks are known", { knownSince: tuesday.at - 27 * day }],
    ["the door is hardly used", { openings: 99 }],
  ])("is not told where %s", (_title, more) => {
    expect(judgeDay(tuesday, { ...known, ...more })).toBeNull();
  });
});
