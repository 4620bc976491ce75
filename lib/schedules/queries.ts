import "server-only";
import { asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { ScheduleId, TimeWindow } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { rules, schedules, staffTeams } from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { personOfRule } from "@/lib/rules/touched";
import { uuidsOf } from "@/lib/rules/words";
import { versionOf } from "./version";

export interface ScheduleRow {
  readonly id: ScheduleId;
  readonly name: string;
  readonly windows: readonly TimeWindow[];
  readonly rules: number;
  readonly people: number;
}

export interface ScheduleListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
}

/** One page of the schedules with how many rules and people depend on each. */
export async function listSchedules(
  actor: Actor,
  query: ScheduleListQuery,
): Promise<{ rows: ScheduleRow[]; total: number }> {
  assertMay(actor, "rules:read");
  const db = getDb();
  const where = likeWords(sql`lower(${schedules.name})`, query.q);
  const [rows, total] = await Promise.all([
    db
      .select({
        id: schedules.id,
        name: schedules.name,
        windows: schedules.windows,
        rules: ruleCount,
        people: peopleCount,
      })
      .from(schedules)
      .leftJoin(rules, eq(rules.scheduleId, schedules.id))
      .leftJoin(staffTeams, eq(staffTeams.teamId, rules.teamId))
      .where(where)
      .groupBy(schedules.id)
      .orderBy(...orderOf(query.sort))
      .limit(query.pageSize)
      .offset(query.offset),
    db.$count(schedules, where),
  ]);
  return { rows, total };
}

const ruleCount = sql<number>`count(distinct ${rules.id})`.mapWith(Number);
const peopleCount = sql<number>`count(distinct ${personOfRule})`.mapWith(Number);

function orderOf({ id, desc: descending }: ScheduleListQuery["sort"]): SQL[] {
  const direction = descending ? desc : asc;
  const byName = [direction(sql`${schedules.name} collate "und-x-icu"`), direction(schedules.id)];
  if (id === "rules") return [direction(ruleCount), ...byName];
  if (id === "people") return [direction(peopleCount), ...byName];
  return byName;
}

export interface ScheduleDetail extends ScheduleRow {
  readonly version: string;
}

/** One schedule with what depends on it, or null. `id` is as an address has it. */
export async function findSchedule(actor: Actor, id: string): Promise<ScheduleDetail | null> {
  assertMay(actor, "rules:read");
  const [scheduleId] = uuidsOf<ScheduleId>([id]);
  if (!scheduleId) return null;
  const [row] = await getDb()
    .select({
      id: schedules.id,
      name: schedules.name,
      windows: schedules.windows,
      rules: ruleCount,
      people: peopleCount,
    })
    .from(schedules)
    .leftJoin(rules, eq(rules.scheduleId, schedules.id))
    .leftJoin(staffTeams, eq(staffTeams.teamId, rules.teamId))
    .where(eq(schedules.id, scheduleId))
    .groupBy(schedules.id);
  return row ? { ...row, version: versionOf(row) } : null;
}
