import "server-only";
import { asc, eq } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { areas, rules, schedules, staff, staffTeams, teams } from "@/lib/db/schema";
import type { StaffStatus } from "@/lib/db/tables/intent";
import { ruleColumns } from "@/lib/rules/record";
import type { PersonalRule, StaffRecord } from "./write";

/** A person's record with the words that the audit trail needs to be readable without the tables. */
export interface NamedStaffRecord extends StaffRecord {
  readonly status: StaffStatus;
  readonly updatedAt: Date;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly rules: readonly (PersonalRule & { readonly areaName: string; readonly scheduleName: string })[];
}

/** The whole record of a person, or null. */
export async function findRecord(db: Db | Tx, staffId: StaffId): Promise<NamedStaffRecord | null> {
  const [row] = await db.select().from(staff).where(eq(staff.id, staffId));
  if (!row) return null;
  const inTeams = await db
    .select({ id: teams.id, name: teams.name })
    .from(staffTeams)
    .innerJoin(teams, eq(teams.id, staffTeams.teamId))
    .where(eq(staffTeams.staffId, staffId))
    .orderBy(asc(teams.name));
  const own = await db
    .select(ruleColumns)
    .from(rules)
    .innerJoin(areas, eq(areas.id, rules.areaId))
    .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
    .where(eq(rules.staffId, staffId))
    .orderBy(asc(areas.name), asc(schedules.name));
  const { externalId, firstName, lastName, displayName, email, language, department } = row;
  const { kind, notes, firstDay, lastDay } = row;
  return {
    values: {
      externalId,
      firstName,
      lastName,
      displayName,
      email,
      language,
      department,
      kind,
      notes,
      firstDay,
      lastDay,
    },
    status: row.status,
    updatedAt: row.updatedAt,
    teamIds: inTeams.map((team) => team.id),
    teams: inTeams,
    rules: own,
  };
}

/** Before and after, as far as they differ: what the audit trail keeps. Null when nothing does. */
export function differenceOf(
  before: NamedStaffRecord,
  after: NamedStaffRecord,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const [was, is] = [auditForm(before), auditForm(after)];
  const changed = Object.keys(is).filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]));
  if (changed.length === 0) return null;
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(changed.map((field) => [field, from[field]]));
  return { before: pick(was), after: pick(is) };
}

/** A record as the audit trail keeps it. */
export function auditForm({ values, teams: inTeams, rules: own }: NamedStaffRecord): Record<string, unknown> {
  return {
    ...values,
    teams: inTeams.map((team) => team.name),
    rules: own.map(({ areaName, scheduleName, app, keypad, remote, firstDay, lastDay }) => ({
      area: areaName,
      schedule: scheduleName,
      app,
      keypad,
      remote,
      firstDay,
      lastDay,
    })),
  };
}
