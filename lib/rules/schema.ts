import { z } from "zod";
import type { AreaId, RuleId, ScheduleId, StaffId, TeamId } from "@/lib/access/types";

export const ruleIdSchema = z.uuid().transform((id) => id as RuleId);

const isId = (value: string) => z.uuid().safeParse(value).success;
/** An id, or nothing chosen yet. */
const chosen = z.string().refine((value) => value === "" || isId(value), "common.problem.invalid_value");
const isDay = (value: string) => z.iso.date().safeParse(value).success;
/** `YYYY-MM-DD`, or nothing. */
const day = z.string().refine((value) => value === "" || isDay(value), "common.problem.date");

export const subjectKinds = ["team", "staff"] as const;

/** The form of a rule: empty text means "none", so that what was typed travels unchanged. */
export const ruleSchema = z
  .object({
    subject: z.enum(subjectKinds),
    teamId: chosen.transform((id) => id as TeamId),
    staffId: chosen.transform((id) => id as StaffId),
    areaId: z.uuid().transform((id) => id as AreaId),
    scheduleId: z.uuid().transform((id) => id as ScheduleId),
    app: z.boolean(),
    keypad: z.boolean(),
    remote: z.boolean(),
    firstDay: day,
    lastDay: day,
  })
  .superRefine((rule, context) => {
    const problem = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (rule.subject === "team" && rule.teamId === "") problem("teamId", "rules.problem.no_team");
    if (rule.subject === "staff" && rule.staffId === "") problem("staffId", "rules.problem.no_staff");
    if (!rule.app && !rule.keypad) problem("keypad", "rules.problem.no_kind");
    if (rule.remote && !rule.app) problem("remote", "rules.problem.remote_needs_app");
    if (rule.firstDay !== "" && rule.lastDay !== "" && rule.lastDay < rule.firstDay) {
      problem("lastDay", "rules.problem.days_reversed");
    }
  });

export type RuleInput = z.output<typeof ruleSchema>;
export type RuleFormValues = z.input<typeof ruleSchema>;

export const ruleKinds = ["app", "keypad", "remote"] as const;

/** How the address of the list is read (parseListState). */
export const ruleList = {
  sortable: ["subject", "area", "schedule"],
  defaultSort: "subject",
  filters: ["team", "area", "schedule", "kind", "staff", "site"],
  pageSize: 50,
} as const;
