import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALL_DAYS, weekdays } from "@/lib/time/weekdays";
import {
  ALWAYS,
  asSingleWindow,
  covers,
  intersection,
  isAllowedAt,
  largestInside,
  minutesPerWeek,
  normalise,
  scheduleKey,
  smallestAround,
  subtract,
  union,
  windowProblem,
} from "./schedule";
import type { TimeWindow } from "./types";

const MON_FRI = 31;
const MON_THU = 15;
const FRI = 16;
const SAT = 32;

function win(days: number, fromHour: number, untilHour: number): TimeWindow {
  return { days: weekdays(days), fromMinute: fromHour * 60, untilMinute: untilHour * 60 };
}

// Whole hours are enough to reach every case, and let a week be checked minute set by minute set.
const aWindow = fc
  .tuple(fc.integer({ min: 1, max: 127 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
  .filter(([, from, until]) => from < until)
  .map(([days, from, until]) => win(days, from, until));
const aSchedule = fc.array(aWindow, { maxLength: 5 });

/** The schedule as 168 flags, computed in the plainest possible way. */
function hours(windows: readonly TimeWindow[]): boolean[] {
  return Array.from({ length: 168 }, (_, index) =>
    windows.some(
      (window) =>
        (window.days & (1 << Math.floor(index / 24))) !== 0 &&
        window.fromMinute <= (index % 24) * 60 &&
        (index % 24) * 60 < window.untilMinute,
    ),
  );
}

describe("set algebra", () => {
  test("union, intersection and difference are those of the minutes", () => {
    fc.assert(
      fc.property(aSchedule, aSchedule, (a, b) => {
        const [inA, inB] = [hours(a), hours(b)];
        expect(hours(union(a, b))).toEqual(inA.map((is, index) => is || inB[index]));
        expect(hours(intersection(a, b))).toEqual(inA.map((is, index) => is && inB[index]));
        expect(hours(subtract(a, b))).toEqual(inA.map((is, index) => is && !inB[index]));
        expect(covers(a, b)).toBe(inB.every((is, index) => !is || inA[index]));
      }),
    );
  });

  test("the canonical form depends on the minutes only", () => {
    fc.assert(
      fc.property(aSchedule, aSchedule, (a, b) => {
        const same = JSON.stringify(hours(a)) === JSON.stringify(hours(b));
        expect(scheduleKey(a) === scheduleKey(b)).toBe(same);
        expect(normalise(normalise(a))).toEqual(normalise(a));
        expect(hours(normalise(a))).toEqual(hours(a));
        expect(normalise(a.toReversed())).toEqual(normalise(a));
        expect(minutesPerWeek(a)).toBe(hours(a).filter(Boolean).length * 60);
      }),
    );
  });

  test("isAllowedAt asks the same set", () => {
    fc.assert(
      fc.property(
        aSchedule,
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 1439 }),
        (a, day, minute) => {
          expect(isAllowedAt(a, day, minute)).toBe(hours(a)[day * 24 + Math.floor(minute / 60)]);
        },
      ),
    );
  });

  test("the end of a window is no longer inside", () => {
    expect(isAllowedAt([win(MON_FRI, 9, 17)], 0, 540)).toBe(true);
    expect(isAllowedAt([win(MON_FRI, 9, 17)], 0, 1019)).toBe(true);
    expect(isAllowedAt([win(MON_FRI, 9, 17)], 0, 1020)).toBe(false);
  });

  test("the whole week covers everything and nothing covers less than itself", () => {
    expect(minutesPerWeek([ALWAYS])).toBe(10_080);
    expect(covers([ALWAYS], [win(MON_FRI, 9, 17), win(SAT, 0, 24)])).toBe(true);
    expect(covers([], [])).toBe(true);
    expect(covers([], [win(FRI, 9, 10)])).toBe(false);
  });
});

describe("one authorization holds one window", () => {
  test.each([
    ["same times on other days", [win(MON_THU, 8, 18), win(FRI, 8, 18)], win(MON_FRI, 8, 18)],
    ["touching times", [win(MON_FRI, 8, 12), win(MON_FRI, 12, 18)], win(MON_FRI, 8, 18)],
    ["nested times", [win(MON_FRI, 8, 18), win(MON_FRI, 9, 12)], win(MON_FRI, 8, 18)],
    ["a window inside on fewer days", [win(MON_FRI, 8, 18), win(FRI, 9, 12)], win(MON_FRI, 8, 18)],
    ["overlapping times", [win(MON_FRI, 8, 14), win(MON_FRI, 12, 18)], win(MON_FRI, 8, 18)],
    [
      "four quarters",
      [win(MON_THU, 8, 12), win(FRI, 8, 12), win(FRI, 12, 18), win(MON_THU, 12, 18)],
      win(31, 8, 18),
    ],
    ["both halves of the whole week", [win(127, 0, 12), win(127, 12, 24)], ALWAYS],
  ])("%s become one", (_, windows, expected) => {
    expect(asSingleWindow(windows)).toEqual(expected);
  });

  test.each([
    ["a shorter Friday", [win(MON_THU, 8, 18), win(FRI, 8, 15)]],
    ["a lunch break", [win(MON_FRI, 8, 12), win(MON_FRI, 13, 18)]],
    ["a shift across midnight", [win(FRI, 22, 24), win(SAT, 0, 6)]],
    ["nothing at all", []],
  ])("%s do not", (_, windows) => {
    expect(asSingleWindow(windows)).toBeNull();
  });

  test("a single window grants exactly the same minutes, and is found whenever there is one", () => {
    fc.assert(
      fc.property(aSchedule, (a) => {
        const single = asSingleWindow(a);
        if (single) expect(hours([single])).toEqual(hours(a));
        const around = smallestAround(a);
        const exact = around !== null && minutesPerWeek([around]) === minutesPerWeek(a);
        expect(single !== null).toBe(exact);
      }),
    );
  });

  test("the largest window inside is inside, and no other is larger", () => {
    fc.assert(
      fc.property(aSchedule, aWindow, (a, other) => {
        const inside = largestInside(a);
        expect(inside === null).toBe(normalise(a).length === 0);
        if (inside) expect(covers(a, [inside])).toBe(true);
        if (covers(a, [other]))
          expect(minutesPerWeek([other])).toBeLessThanOrEqual(minutesPerWeek(inside ? [inside] : []));
      }),
      { numRuns: 500 },
    );
  });

  test("the smallest window around covers, and every covering one covers it", () => {
    fc.assert(
      fc.property(aSchedule, aWindow, (a, other) => {
        const around = smallestAround(a);
        if (!around) return;
        expect(covers([around], a)).toBe(true);
        if (covers([other], a)) expect(covers([other], [around])).toBe(true);
      }),
    );
  });

  test("for a shorter Friday people may choose 8 to 15 all week or one day less", () => {
    const windows = [win(MON_THU, 8, 18), win(FRI, 8, 15)];
    expect(largestInside(windows)).toEqual(win(MON_THU, 8, 18));
    expect(smallestAround(windows)).toEqual(win(MON_FRI, 8, 18));
  });

  test("of two equally large windows the one with more days is offered", () => {
    expect(largestInside([win(1, 8, 12), win(2, 8, 10), win(1, 8, 10)])).toEqual(win(3, 8, 10));
  });
});

describe("what may be typed", () => {
  test.each([
    [{ days: weekdays(0), fromMinute: 0, untilMinute: 60 }, "empty_days"],
    [win(FRI, 22, 6), "past_midnight"],
    [win(FRI, 9, 9), "past_midnight"],
    [{ days: ALL_DAYS, fromMinute: 0, untilMinute: 1441 }, "out_of_range"],
    [{ days: ALL_DAYS, fromMinute: -1, untilMinute: 60 }, "out_of_range"],
    [{ days: ALL_DAYS, fromMinute: 0.5, untilMinute: 60 }, "out_of_range"],
    [ALWAYS, null],
    [win(FRI, 22, 24), null],
  ])("%j has the problem %s", (window, problem) => {
    expect(windowProblem(window)).toBe(problem);
  });

  test("a window with a problem grants nothing", () => {
    expect(normalise([win(FRI, 22, 6)])).toEqual([]);
    expect(isAllowedAt([win(FRI, 22, 6)], 4, 23 * 60)).toBe(false);
  });
});
