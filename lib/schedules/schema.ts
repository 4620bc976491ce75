import { z } from "zod";
import { normalise, windowProblem } from "@/lib/access/schedule";
import type { ScheduleId, TimeWindow } from "@/lib/access/types";
import { formatMinute, MINUTES_PER_DAY, parseMinute } from "@/lib/time/minutes";
import { ALL_DAYS, type Weekdays } from "@/lib/time/weekdays";

export const scheduleIdSchema = z.uuid().transform((id) => id as ScheduleId);

const clock = z.string().refine((text) => parseMinute(text) !== null, "schedules.problem.time");

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
 * What a typed window means. A clock has no 24:00, so the last minute that it knows, and midnight as an end, mean the
 * end of the day.
 */
export function windowOf({ days, allDay, from, until }: TypedWindow): TimeWindow {
  if (allDay) return { days: days as Weekdays, fromMinute: 0, untilMinute: MINUTES_PER_DAY };
  const end = parseMinute(until) ?? 0;
  return {
    days: days as Weekdays,
    fromMinute: parseMinute(from) ?? 0,
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
  const until = untilMinute === MINUTES_PER_DAY ? untilMinute - 1 : untilMinute;
  return { days, allDay, from: formatMinute(fromMinute), until: formatMinute(until) };
}

/** How the address of the list is read (parseListState). */
export const scheduleList = {
  sortable: ["name", "rules", "people"],
  defaultSort: "name",
  pageSize: 50,
} as const;
