import { z } from "zod";
import { windowProblem } from "@/lib/access/schedule";
import type { AreaId, ScheduleId, StaffId } from "@/lib/access/types";
import { withoutCodes } from "@/lib/access/without-codes";
import { clockOf, windowOf } from "@/lib/schedules/schema";
import { nameOf, staffIdSchema, staffLanguages } from "@/lib/staff/schema";
import { parseMinute } from "@/lib/time/minutes";
import { ALL_DAYS } from "@/lib/time/weekdays";

export const visitKinds = ["visitor", "contractor"] as const;

const text = (most: number) => z.string().trim().max(most);
const isDay = (value: string) => z.iso.date().safeParse(value).success;
const isId = (value: string) => z.uuid().safeParse(value).success;
/** An id, or nothing chosen yet. */
const chosen = z.string().refine((value) => value === "" || isId(value), "common.problem.invalid_value");
const day = z.string().refine(isDay, "common.problem.date");

/** The form of a visit: whom, whose guest, where, when. */
export const visitSchema = z
  .object({
    firstName: text(80),
    lastName: text(80),
    company: text(120),
    kind: z.enum(visitKinds),
    language: z.enum(staffLanguages),
    purpose: text(200).transform(withoutCodes),
    hostId: chosen.transform((id) => id as StaffId),
    areaId: chosen.transform((id) => id as AreaId),
    firstDay: day,
    lastDay: day,
    hours: z.enum(["schedule", "own"]),
    scheduleId: chosen.transform((id) => id as ScheduleId),
    window: z.object({
      days: z.number().int().min(0).max(ALL_DAYS),
      allDay: z.boolean(),
      from: z.string().max(20),
      until: z.string().max(20),
    }),
  })
  .superRefine((visit, context) => {
    const problem = (path: readonly string[], message: string) =>
      context.addIssue({ code: "custom", path: [...path], message });
    if (nameOf({ ...visit, displayName: "" }) === "") problem(["lastName"], "common.problem.required");
    if (visit.hostId === "") problem(["hostId"], "visits.problem.noHost");
    if (visit.areaId === "") problem(["areaId"], "common.problem.required");
    if (isDay(visit.firstDay) && isDay(visit.lastDay) && visit.lastDay < visit.firstDay) {
      problem(["lastDay"], "visits.problem.daysReversed");
    }
    if (visit.hours === "schedule") {
      if (visit.scheduleId === "") problem(["scheduleId"], "common.problem.required");
      return;
    }
    for (const end of ["from", "until"] as const) {
      const isTime = visit.window.allDay || parseMinute(clockOf(visit.window[end])) !== null;
      if (!isTime) problem(["window", end], "visits.problem.time");
    }
    const wrong = windowProblem(windowOf(visit.window));
    if (wrong === "empty_days") problem(["window", "days"], "visits.problem.noDays");
    if (wrong === "past_midnight") problem(["window", "until"], "visits.problem.pastMidnight");
  });

export type VisitFormValues = z.input<typeof visitSchema>;
export type VisitInput = z.output<typeof visitSchema>;

export const visitUpdateSchema = z.object({
  staffId: staffIdSchema,
  /** `updatedAt` of what the form was filled with: nobody overwrites what they have not seen. */
  version: z.iso.datetime(),
  visit: visitSchema,
});
export type VisitUpdate = z.output<typeof visitUpdateSchema>;

export const extensionSchema = z.object({ staffId: staffIdSchema, lastDay: day });
export type ExtensionInput = z.output<typeof extensionSchema>;

export const answers = ["yes", "no"] as const;
export type Answer = (typeof answers)[number];

/** What an admin writes down of what the host said. */
export const recordedAnswerSchema = extensionSchema.extend({
  answer: z.enum(answers),
  note: text(500).min(1, "visits.problem.noNote").transform(withoutCodes),
});
export type RecordedAnswer = z.output<typeof recordedAnswerSchema>;

export const visitStates = ["coming", "here", "ending", "paused", "over"] as const;

/** How the address of the list is read (parseListState). */
export const visitList = {
  sortable: ["name", "host", "lastDay"],
  defaultSort: "lastDay",
  filters: ["state", "host", "request", "site"],
  pageSize: 50,
} as const;
