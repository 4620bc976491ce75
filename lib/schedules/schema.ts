import { z } from "zod";
import { normalise, windowProblem } from "@/lib/access/schedule";
import type { ScheduleId, TimeWindow } from "@/lib/access/types";
import { formatMinute, MINUTES_PER_DAY, parseMinute } from "@/lib/time/minutes";
import { ALL_DAYS, type Weekdays } from "@/lib/time/weekdays";

export const scheduleIdSchema = z.uuid().transform((id) => id as ScheduleId);

const clock = z
  .string()
  .max(20)
  .refine((text) => parseMinute(clockOf(text)) !== null, "schedules.problem.time");

/** One window as it is typed: a set of days as bits (1 Monday to 64 Sunday), and two times of day. */
const typedWindowSchema = z
  .object({
    days: z.number().int().min(0).max(ALL_DAYS),
    allDay: z.boolean(),
    from: clock,
    until: clock,
  })
  .superRefine((window, context) => {
    const problem = windowProblem(windowOf(window));
    if (problem === "empty_days") {
      context.addIssue({ code: "custom", path: ["days"], message: "schedules.problem.empty_days" });
    }
    if (problem === "past_midnight") {
      context.addIssue({ code: "custom", path: ["until"], message: "schedules.problem.past_midnight" });
    }
  });

export const scheduleSchema = z.object({
  name: z.string().trim().min(1).max(80),
  windows: z.array(typedWindowSchema).min(1, "schedules.problem.no_windows").max(28),
});

export type ScheduleInput = z.output<typeof scheduleSchema>;
export type ScheduleFormValues = z.input<typeof scheduleSchema>;
export type TypedWindow = ScheduleFormValues["windows"][number];

export const newWindow: TypedWindow = { days: 31, allDay: false, from: "09:00", until: "17:00" };

/**
 * A time of day as people type it, in the one form that is kept: "9", "9.30", "0930" and "9:30" are understood. What is
 * no time stays as it was typed.
 */
export function clockOf(text: string): string {
  const match = /^(\d{1,2})(?:[:.,h ]?([0-5]\d))?$/.exec(text.trim());
  if (!match) return text;
  return `${match[1]?.padStart(2, "0")}:${match[2] ?? "00"}`;
}

/** What a typed window means. The last minute of a day, and midnight as an end, mean the end of the day. */
export function windowOf({ days, allDay, from, until }: TypedWindow): TimeWindow {
  if (allDay) return { days: days as Weekdays, fromMinute: 0, untilMinute: MINUTES_PER_DAY };
  // What is no time is outside of every day, so such a window grants nothing.
  const end = parseMinute(clockOf(until)) ?? -1;
  return {
    days: days as Weekdays,
    fromMinute: parseMinute(clockOf(from)) ?? -1,
    untilMinute: end === 0 || end === MINUTES_PER_DAY - 1 ? MINUTES_PER_DAY : end,
  };
}

/** The minutes that the typed windows grant together, in their canonical form. */
export function windowsOf(typed: readonly TypedWindow[]): TimeWindow[] {
  return normalise(typed.map(windowOf));
}

/** A stored window as the form shows it. */
export function typedOf({ days, fromMinute, untilMinute }: TimeWindow): TypedWindow {
  const allDay = fromMinute === 0 && untilMinute === MINUTES_PER_DAY;
  if (allDay) return { ...newWindow, days, allDay };
  return { days, allDay, from: formatMinute(fromMinute), until: formatMinute(untilMinute) };
}

/** How the address of the list is read (parseListState). */
export const scheduleList = {
  sortable: ["name", "rules", "people"],
  defaultSort: "name",
  pageSize: 50,
} as const;
