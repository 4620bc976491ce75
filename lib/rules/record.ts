import "server-only";
import { eq } from "drizzle-orm";
import type { AreaId, LocalDate, RuleId, ScheduleId, StaffId, TeamId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { areas, rules, schedules, staff, teams } from "@/lib/db/schema";

export interface RuleRecord {
  readonly staffId: StaffId | null;
  readonly teamId: TeamId | null;
  /** The person's or the team's. */
  readonly subjectName: string;
  readonly areaId: AreaId;
  readonly areaName: string;
  readonly scheduleId: ScheduleId;
  readonly scheduleName: string;
  readonly app: boolean;
  readonly keypad: boolean;
  readonly remote: boolean;
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
}

/** Where, when and how a rule lets in, of `rules` beside its area and its schedule. */
export const ruleColumns = {
  areaId: rules.areaId,
  areaName: areas.name,
  scheduleId: rules.scheduleId,
  scheduleName: schedules.name,
  app: rules.app,
  keypad: rules.keypad,
  remote: rules.remote,
  firstDay: rules.firstDay,
  lastDay: rules.lastDay,
};

/** A rule with the names that it goes by, or null. */
export async function findRuleRecord(db: Db | Tx, ruleId: RuleId): Promise<RuleRecord | null> {
  const [row] = await db
    .select({
      staffId: rules.staffId,
      teamId: rules.teamId,
      staffName: staff.displayName,
      teamName: teams.name,
      ...ruleColumns,
    })
    .from(rules)
    .innerJoin(areas, eq(areas.id, rules.areaId))
    .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
    .leftJoin(staff, eq(staff.id, rules.staffId))
    .leftJoin(teams, eq(teams.id, rules.teamId))
    .where(eq(rules.id, ruleId));
  if (!row) return null;
  const { staffName, teamName, ...rest } = row;
  return { ...rest, subjectName: staffName ?? teamName ?? "" };
}

/** The content of a rule as one text: an edit is only good for what its author saw. */
export function versionOf(rule: RuleRecord): string {
  const { staffId, teamId, areaId, scheduleId, app, keypad, remote, firstDay, lastDay } = rule;
  return JSON.stringify([staffId ?? teamId, areaId, scheduleId, app, keypad, remote, firstDay, lastDay]);
}

/** A rule as the audit trail keeps it: readable without the tables. */
export function auditForm(rule: RuleRecord): Record<string, unknown> {
  const { app, keypad, remote, firstDay, lastDay } = rule;
  return {
    [rule.staffId ? "staff" : "team"]: rule.subjectName,
    area: rule.areaName,
    schedule: rule.scheduleName,
    app,
    keypad,
    remote,
    firstDay,
    lastDay,
  };
}
