import { MINUTES_PER_DAY } from "@/lib/time/minutes";
import {
  ALL_DAYS,
  countDays,
  hasDay,
  NO_DAYS,
  unionOfDays,
  type Weekdays,
  weekday,
} from "@/lib/time/weekdays";
import type { TimeWindow } from "./types";

// A schedule is a set of minutes of the week. All of this file works on that set: per day, sorted intervals that
// neither overlap nor touch, each `from` inclusive and `until` exclusive. Days never join across midnight, since one
// Nuki authorization holds a set of days and one time of day.
type Interval = readonly [from: number, until: number];
type Week = readonly (readonly Interval[])[];

const DAY_INDEXES = [0, 1, 2, 3, 4, 5, 6] as const;

/** The whole week: no restriction. */
export const ALWAYS: TimeWindow = { days: ALL_DAYS, fromMinute: 0, untilMinute: MINUTES_PER_DAY };

export type WindowProblem = "empty_days" | "past_midnight" | "out_of_range";

/** Why a typed window is refused, or null. Until before from would pass midnight, which Nuki does not define. */
export function windowProblem(window: TimeWindow): WindowProblem | null {
  const { days, fromMinute, untilMinute } = window;
  const inDay = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute <= MINUTES_PER_DAY;
  if (!inDay(fromMinute) || !inDay(untilMinute)) return "out_of_range";
  if (!Number.isInteger(days) || days < 0 || days > ALL_DAYS) return "out_of_range";
  if (days === NO_DAYS) return "empty_days";
  return fromMinute < untilMinute ? null : "past_midnight";
}

/**
 * The same minutes in their one canonical form: no overlaps, equal times share a window, sorted. A window with a
 * problem grants nothing here; it is refused where it is typed.
 */
export function normalise(windows: readonly TimeWindow[]): TimeWindow[] {
  return windowsOf(weekOf(windows));
}

export function union(a: readonly TimeWindow[], b: readonly TimeWindow[]): TimeWindow[] {
  return normalise([...a, ...b]);
}

export function intersection(a: readonly TimeWindow[], b: readonly TimeWindow[]): TimeWindow[] {
  return windowsOf(combine(weekOf(a), weekOf(b), intersectDay));
}

/** The minutes of `a` that `b` does not have. */
export function subtract(a: readonly TimeWindow[], b: readonly TimeWindow[]): TimeWindow[] {
  return windowsOf(combine(weekOf(a), weekOf(b), subtractDay));
}

export function minutesPerWeek(windows: readonly TimeWindow[]): number {
  let sum = 0;
  for (const day of weekOf(windows)) for (const [from, until] of day) sum += until - from;
  return sum;
}

/** Does `a` grant every minute that `b` grants? */
export function covers(a: readonly TimeWindow[], b: readonly TimeWindow[]): boolean {
  return combine(weekOf(b), weekOf(a), subtractDay).every((day) => day.length === 0);
}

/** May somebody come in at this minute of this day (0 Monday to 6 Sunday)? */
export function isAllowedAt(windows: readonly TimeWindow[], dayIndex: number, minute: number): boolean {
  return windows.some(
    (window) =>
      windowProblem(window) === null &&
      hasDay(window.days, dayIndex) &&
      window.fromMinute <= minute &&
      minute < window.untilMinute,
  );
}

/** The canonical text of a set of minutes: equal exactly when the minutes are. */
export function scheduleKey(windows: readonly TimeWindow[]): string {
  return normalise(windows).map(windowKey).join("+");
}

export function windowKey(window: TimeWindow): string {
  return `${window.days}@${window.fromMinute}-${window.untilMinute}`;
}

/** The one window that grants exactly the same minutes, or null when there is none (or nothing is granted). */
export function asSingleWindow(windows: readonly TimeWindow[]): TimeWindow | null {
  const normal = normalise(windows);
  return normal.length === 1 ? (normal[0] ?? null) : null;
}

/**
 * The largest single window that grants nothing more than these, or null when nothing is granted. Its times are
 * borders of what is granted, so trying each pair of borders finds it. Of equally large ones the one with more days
 * wins, then the earlier one: the same rules always offer the same window.
 */
export function largestInside(windows: readonly TimeWindow[]): TimeWindow | null {
  const week = weekOf(windows);
  const froms = borders(week, 0);
  const untils = borders(week, 1);
  let best: TimeWindow | null = null;
  let bestSize = 0;
  let bestDays = 0;
  for (const fromMinute of froms) {
    for (const untilMinute of untils) {
      if (fromMinute >= untilMinute) continue;
      const days = daysHolding(week, fromMinute, untilMinute);
      const count = countDays(days);
      const size = count * (untilMinute - fromMinute);
      if (size > bestSize || (size === bestSize && count > bestDays)) {
        best = { days, fromMinute, untilMinute };
        bestSize = size;
        bestDays = count;
      }
    }
  }
  return best;
}

/** The smallest single window that grants all of these, or null when nothing is granted. */
export function smallestAround(windows: readonly TimeWindow[]): TimeWindow | null {
  const normal = normalise(windows);
  const [first] = normal;
  if (!first) return null;
  return {
    days: normal.reduce((days, window) => unionOfDays(days, window.days), NO_DAYS),
    fromMinute: Math.min(...normal.map((window) => window.fromMinute)),
    untilMinute: Math.max(...normal.map((window) => window.untilMinute)),
  };
}

function weekOf(windows: readonly TimeWindow[]): Week {
  const sound = windows.filter((window) => windowProblem(window) === null);
  return DAY_INDEXES.map((index) => {
    const onDay = sound.filter((window) => hasDay(window.days, index));
    return joined(onDay.map((window): Interval => [window.fromMinute, window.untilMinute]));
  });
}

function joined(intervals: readonly Interval[]): Interval[] {
  const result: [number, number][] = [];
  for (const [from, until] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else result.push([from, until]);
  }
  return result;
}

function windowsOf(week: Week): TimeWindow[] {
  const daysByTimes = new Map<number, Weekdays>();
  for (const index of DAY_INDEXES) {
    for (const [from, until] of week[index] ?? []) {
      const times = from * (MINUTES_PER_DAY + 1) + until;
      daysByTimes.set(times, unionOfDays(daysByTimes.get(times) ?? NO_DAYS, weekday(index)));
    }
  }
  return [...daysByTimes]
    .toSorted(([a], [b]) => a - b)
    .map(([times, days]) => ({
      days,
      fromMinute: Math.floor(times / (MINUTES_PER_DAY + 1)),
      untilMinute: times % (MINUTES_PER_DAY + 1),
    }));
}

function combine(
  a: Week,
  b: Week,
  day: (a: readonly Interval[], b: readonly Interval[]) => Interval[],
): Week {
  return DAY_INDEXES.map((index) => day(a[index] ?? [], b[index] ?? []));
}

function intersectDay(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const [fromA, untilA] of a) {
    for (const [fromB, untilB] of b) {
      const from = Math.max(fromA, fromB);
      const until = Math.min(untilA, untilB);
      if (from < until) result.push([from, until]);
    }
  }
  return result;
}

function subtractDay(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  let left: Interval[] = [...a];
  for (const [from, until] of b) {
    left = left.flatMap(([start, end]): Interval[] => {
      if (until <= start || end <= from) return [[start, end]];
      const rest: Interval[] = [];
      if (start < from) rest.push([start, from]);
      if (until < end) rest.push([until, end]);
      return rest;
    });
  }
  return left;
}

function borders(week: Week, side: 0 | 1): number[] {
  return [...new Set(week.flatMap((day) => day.map((interval) => interval[side])))].toSorted((a, b) => a - b);
}

function daysHolding(week: Week, from: number, until: number): Weekdays {
  return DAY_INDEXES.filter((index) =>
    week[index]?.some(([start, end]) => start <= from && until <= end),
  ).reduce((days, index) => unionOfDays(days, weekday(index)), NO_DAYS);
}
