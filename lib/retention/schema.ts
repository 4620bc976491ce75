import { z } from "zod";
import type { SiteId } from "@/lib/access/types";
import { withoutCodes } from "@/lib/access/without-codes";

/** Entries may go after a day; what proves who could open what, and who decided it, stays for a year at least. */
export const dayLimits = { entries: { min: 1, max: 3650 }, records: { min: 365, max: 36_500 } } as const;

const recordDays = z.number().int().min(dayLimits.records.min).max(dayLimits.records.max);

export const retentionSettingsSchema = z.object({ auditDays: recordDays, pastDays: recordDays });
export type RetentionSettings = z.output<typeof retentionSettingsSchema>;

/** What has a time of its own after which it is deleted. */
export const retentionSubjectSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("site"), siteId: z.uuid().transform((id) => id as SiteId) }),
  z.object({ kind: z.literal("audit") }),
  z.object({ kind: z.literal("past") }),
]);
export type RetentionSubject = z.output<typeof retentionSubjectSchema>;

/** So many days; null: without end. */
export const retentionWishSchema = z
  .object({ subject: retentionSubjectSchema, days: z.number().int().nullable() })
  .superRefine(({ subject, days }, context) => {
    const { min, max } = dayLimits[subject.kind === "site" ? "entries" : "records"];
    const fits = days === null ? subject.kind === "site" : days >= min && days <= max;
    if (!fits) context.addIssue({ code: "custom", path: ["days"], message: "days" });
  });
export type RetentionWish = z.output<typeof retentionWishSchema>;

export const mostReason = 500;
/** Whoever types a code into a reason by mistake must not have it stand in the trail. */
const reason = z.string().trim().min(3, "retention.problem.reason").max(mostReason).transform(withoutCodes);

export const holdScopes = ["site", "staff", "all"] as const;
const idOrNone = z.union([z.literal(""), z.uuid()]);

/** Of one site, of one person, or of everything. */
export const holdSchema = z
  .object({ scope: z.enum(holdScopes), siteId: idOrNone, staffId: idOrNone, reason })
  .superRefine(({ scope, siteId, staffId }, context) => {
    const problem = (path: "siteId" | "staffId") =>
      context.addIssue({ code: "custom", path: [path], message: `retention.problem.${path}` });
    if (scope === "site" && siteId === "") problem("siteId");
    if (scope === "staff" && staffId === "") problem("staffId");
  });
export type HoldInput = z.output<typeof holdSchema>;

export const releaseSchema = z.object({ reason });

/** Days as they are typed; a site may keep its entries without end. */
export function daysFormSchema(kind: RetentionSubject["kind"]) {
  const { min, max } = dayLimits[kind === "site" ? "entries" : "records"];
  const problem = `retention.problem.${kind === "site" ? "entryDays" : "recordDays"}`;
  return z
    .object({ forEver: z.boolean(), days: z.string().trim() })
    .superRefine(({ forEver, days }, context) => {
      const count = /^\d{1,6}$/.test(days) ? Number(days) : -1;
      const fits = forEver ? kind === "site" : count >= min && count <= max;
      if (!fits) context.addIssue({ code: "custom", path: ["days"], message: problem });
    });
}
