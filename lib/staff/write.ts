import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { AreaId, LocalDate, ScheduleId, StaffId, TeamId } from "@/lib/access/types";
import { isUniqueViolation, type Tx } from "@/lib/db/connection";
import { rules, staff, staffTeams, windowChoices } from "@/lib/db/schema";
import type { StaffKind, StaffLanguage } from "@/lib/db/tables/intent";
import { ok, type Result, refuse } from "@/lib/result";
import { retireCodes } from "./codes";

/** What the office says about a person; null is "none". */
export interface StaffValues {
  readonly externalId: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly language: StaffLanguage;
  readonly department: string;
  readonly kind: StaffKind;
  readonly notes: string;
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
}

/** A rule for one person; there is one per area and schedule. */
export interface PersonalRule {
  readonly areaId: AreaId;
  readonly scheduleId: ScheduleId;
  readonly app: boolean;
  readonly keypad: boolean;
  readonly remote: boolean;
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
}

/** One person with everything that decides about their access. */
export interface StaffRecord {
  readonly values: StaffValues;
  readonly teamIds: readonly TeamId[];
  readonly rules: readonly PersonalRule[];
}

/** Adds a person. A taken number or address is a refusal; the transaction is over then. */
export async function insertStaff(tx: Tx, values: StaffValues, now: Date): Promise<Result<StaffId>> {
  return namingDuplicates(async () => {
    const [row] = await tx
      .insert(staff)
      .values({ ...values, createdAt: now, updatedAt: now })
      .returning({ id: staff.id });
    if (!row) throw new Error("an insert returned no row");
    return ok(row.id);
  });
}

/** Changes a person who is still here. With `version` only if nobody else did meanwhile. */
export async function updateStaffValues(
  tx: Tx,
  staffId: StaffId,
  values: Partial<StaffValues>,
  now: Date,
  version?: string,
): Promise<Result<null>> {
  return namingDuplicates(async () => {
    const rows = await tx
      .update(staff)
      .set({ ...values, updatedAt: now })
      .where(
        and(
          eq(staff.id, staffId),
          sql`${staff.status} <> 'removed'`,
          // The driver's dates hold milliseconds, the column microseconds.
          version === undefined
            ? undefined
            : sql`date_trunc('milliseconds', ${staff.updatedAt}) = ${version}::timestamptz`,
        ),
      )
      .returning({ id: staff.id });
    return rows.length === 1 ? ok(null) : refuse(version === undefined ? "not_found" : "plan_changed");
  });
}

/** Makes these the person's teams. */
export async function setTeams(tx: Tx, staffId: StaffId, teamIds: readonly TeamId[]): Promise<void> {
  await tx.delete(staffTeams).where(
    and(
      eq(staffTeams.staffId, staffId),
      teamIds.length > 0
        ? sql`${staffTeams.teamId} not in (${sql.join(
            teamIds.map((teamId) => sql`${teamId}::uuid`),
            sql`, `,
          )})`
        : undefined,
    ),
  );
  if (teamIds.length === 0) return;
  await tx
    .insert(staffTeams)
    .values(teamIds.map((teamId) => ({ staffId, teamId })))
    .onConflictDoNothing();
}

/** Makes these the person's own rules; a rule that stays keeps its id. */
export async function setPersonalRules(
  tx: Tx,
  staffId: StaffId,
  wanted: readonly PersonalRule[],
): Promise<void> {
  const present = await tx
    .select({ id: rules.id, areaId: rules.areaId, scheduleId: rules.scheduleId })
    .from(rules)
    .where(eq(rules.staffId, staffId));
  const kept = new Set(wanted.map(ruleKey));
  const gone = present.filter((rule) => !kept.has(ruleKey(rule))).map((rule) => rule.id);
  if (gone.length > 0) await tx.delete(rules).where(inArray(rules.id, gone));
  for (const rule of wanted) {
    const { app, keypad, remote, firstDay, lastDay } = rule;
    await tx
      .insert(rules)
      .values({ ...rule, staffId })
      .onConflictDoUpdate({
        target: [rules.staffId, rules.areaId, rules.scheduleId],
        set: { app, keypad, remote, firstDay, lastDay },
      });
  }
}

/** Switches people off or on again; returns those for whom that was a change. */
export async function setStatus(
  tx: Tx,
  staffIds: readonly StaffId[],
  from: "active" | "suspended",
  to: "active" | "suspended",
  now: Date,
): Promise<StaffId[]> {
  const rows = await tx
    .update(staff)
    .set({ status: to, updatedAt: now })
    .where(and(inArray(staff.id, [...staffIds]), eq(staff.status, from)))
    .returning({ id: staff.id });
  return rows.map(({ id }) => id);
}

/**
 * People leave: no team, no rule and no code is theirs any more. The person stays in the records, and the doors that
 * still know them are told one by one. Returns those who were still here.
 */
export async function markRemoved(tx: Tx, staffIds: readonly StaffId[], now: Date): Promise<StaffId[]> {
  const rows = await tx
    .update(staff)
    .set({ status: "removed", removedAt: now, updatedAt: now })
    .where(and(inArray(staff.id, [...staffIds]), sql`${staff.status} <> 'removed'`))
    .returning({ id: staff.id });
  const gone = rows.map(({ id }) => id);
  if (gone.length === 0) return gone;
  await tx.delete(staffTeams).where(inArray(staffTeams.staffId, gone));
  await tx.delete(rules).where(inArray(rules.staffId, gone));
  await tx.delete(windowChoices).where(inArray(windowChoices.staffId, gone));
  await retireCodes(tx, gone, now);
  return gone;
}

export function ruleKey({ areaId, scheduleId }: { areaId: string; scheduleId: string }): string {
  return `${areaId} ${scheduleId}`;
}

async function namingDuplicates<T>(write: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error, "staff_email")) return refuse("duplicate_email", { field: "email" });
    if (isUniqueViolation(error, "staff_external_id")) {
      return refuse("duplicate_external_id", { field: "externalId" });
    }
    throw error;
  }
}
