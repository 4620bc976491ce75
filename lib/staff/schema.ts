import { z } from "zod";
import type { AreaId, DeviceId, ScheduleId, StaffId, TeamId } from "@/lib/access/types";

export const staffKinds = ["employee", "contractor", "cleaner", "visitor"] as const;
export const staffLanguages = ["en", "de", "fr", "it", "es", "nl", "cs", "sk"] as const;
export const staffStatuses = ["active", "suspended", "removed"] as const;

export const staffIdSchema = z.uuid().transform((id) => id as StaffId);
const teamId = z.uuid().transform((id) => id as TeamId);

const text = (most: number) => z.string().trim().max(most);
const isDay = (value: string) => z.iso.date().safeParse(value).success;
/** `YYYY-MM-DD`, or nothing. */
const day = z.string().refine((value) => value === "" || isDay(value), "common.problem.date");
const email = text(254).refine(
  (value) => value === "" || z.email().safeParse(value).success,
  "common.problem.email",
);

export const personalRuleSchema = z
  .object({
    areaId: z
      .string()
      .min(1)
      .transform((id) => id as AreaId),
    scheduleId: z
      .string()
      .min(1)
      .transform((id) => id as ScheduleId),
    app: z.boolean(),
    keypad: z.boolean(),
    remote: z.boolean(),
    firstDay: day,
    lastDay: day,
  })
  .refine((rule) => rule.app || rule.keypad, { path: ["keypad"], message: "staff.problem.noKind" })
  .refine(inOrder, { path: ["lastDay"], message: "staff.problem.daysReversed" });

/** The form of a person: empty text means "none", so that what was typed travels unchanged. */
export const staffSchema = z
  .object({
    firstName: text(80),
    lastName: text(80),
    displayName: text(120),
    externalId: text(60),
    email,
    language: z.enum(staffLanguages),
    department: text(120),
    kind: z.enum(staffKinds),
    notes: text(2000),
    firstDay: day,
    lastDay: day,
    teamIds: z.array(teamId).max(100),
    rules: z.array(personalRuleSchema).max(100),
  })
  .refine((staff) => nameOf(staff) !== "", { path: ["lastName"], message: "common.problem.required" })
  .refine(inOrder, { path: ["lastDay"], message: "staff.problem.daysReversed" })
  .superRefine(({ rules }, context) => {
    const seen = new Set<string>();
    for (const [index, { areaId, scheduleId }] of rules.entries()) {
      const key = `${areaId} ${scheduleId}`;
      // One rule per area and schedule: the second one would only contradict the first.
      if (seen.has(key)) {
        context.addIssue({
          code: "custom",
          path: ["rules", index, "scheduleId"],
          message: "staff.problem.sameRule",
        });
      }
      seen.add(key);
    }
  });

export type StaffFormValues = z.input<typeof staffSchema>;
export type StaffInput = z.output<typeof staffSchema>;

export const windowChoiceSchema = z.object({
  staffId: staffIdSchema,
  deviceId: z.uuid().transform((id) => id as DeviceId),
  kind: z.enum(["app", "keypad"]),
  take: z.enum(["inside", "wider"]),
  basis: z.string().max(2000),
});
export type WindowChoiceInput = z.output<typeof windowChoiceSchema>;

/** How the address of the list is read (parseListState). */
export const staffList = {
  sortable: ["name", "department", "status", "firstDay", "lastDay"],
  defaultSort: "name",
  filters: ["team", "status", "kind", "state", "period", "site"],
  hidden: ["department", "kind", "firstDay"],
  pageSize: 50,
} as const;

/** First or last day within the next seven days. */
export const staffPeriods = ["starting", "ending"] as const;
export type StaffPeriod = (typeof staffPeriods)[number];

export const doorGroups = ["active", "pending", "attention", "none"] as const;
export type DoorGroup = (typeof doorGroups)[number];

/** What lists call a person: the chosen name, else first and last name. */
export function nameOf(staff: { displayName: string; firstName: string; lastName: string }): string {
  return staff.displayName || [staff.firstName, staff.lastName].filter((part) => part !== "").join(" ");
}

function inOrder({ firstDay, lastDay }: { firstDay: string; lastDay: string }): boolean {
  return firstDay === "" || lastDay === "" || firstDay <= lastDay;
}
