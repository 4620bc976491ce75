import { listDays } from "@/lib/time/weekdays";
import { ALWAYS, minutesPerWeek, normalise, windowKey } from "./schedule";
import type { TimeWindow } from "./types";

/** One line of a schedule in words: the days in order (0 Monday to 6 Sunday) and the minutes of the day. */
export interface ScheduleLine {
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly wholeDay: boolean;
}

export type ScheduleText =
  | { readonly kind: "never" }
  | { readonly kind: "always" }
  | { readonly kind: "weekly"; readonly lines: readonly ScheduleLine[]; readonly minutesPerWeek: number };

/** What a schedule says, in the order in which a week runs; two ways of typing the same minutes read the same. */
export function describeSchedule(windows: readonly TimeWindow[]): ScheduleText {
  const normal = normalise(windows);
  const [first] = normal;
  if (!first) return { kind: "never" };
  if (normal.length === 1 && windowKey(first) === windowKey(ALWAYS)) return { kind: "always" };
  const lines = normal.map(({ days, fromMinute, untilMinute }) => {
    const wholeDay = fromMinute === ALWAYS.fromMinute && untilMinute === ALWAYS.untilMinute;
    return { days: listDays(days), fromMinute, untilMinute, wholeDay };
  });
  const byWeek = lines.toSorted((a, b) => (a.days[0] ?? 0) - (b.days[0] ?? 0) || a.fromMinute - b.fromMinute);
  return { kind: "weekly", lines: byWeek, minutesPerWeek: minutesPerWeek(normal) };
}
