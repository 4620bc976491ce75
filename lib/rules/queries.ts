import "server-only";
import { and, asc, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AreaId, RuleId, ScheduleId, SiteId, StaffId, TeamId, TimeWindow } from "@/lib/access/types";
import { hasDoorAt, visible } from "@/lib/areas/queries";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  areaDevices,
  areas,
  credentials,
  placements,
  rules,
  schedules,
  staff,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { statesOf } from "@/lib/staff/list";
import { findRuleRecord, type RuleRecord, ruleColumns, versionOf } from "./record";
import { ruleKinds } from "./schema";
import { personOfRule } from "./touched";
import { uuidsOf } from "./words";

export interface RuleListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** Credentials under a rule, by what they ask of the office. */
export interface StateCounts {
  readonly active: number;
  readonly pending: number;
  readonly attention: number;
}

export interface RuleRow extends RuleRecord {
  readonly id: RuleId;
  readonly windows: readonly TimeWindow[];
  readonly people: number;
  readonly states: StateCounts;
}

/** One page of the rules whose area has a door at the actor's sites, or none at all. */
export async function listRules(
  actor: Actor,
  query: RuleListQuery,
): Promise<{ rows: RuleRow[]; total: number }> {
  assertMay(actor, "rules:read");
  const where = conditionOf(actor, query);
  const [rows, total] = await Promise.all([
    getDb()
      .select({
        id: rules.id,
        staffId: rules.staffId,
        teamId: rules.teamId,
        subjectName,
        ...ruleColumns,
        windows: schedules.windows,
        people: peopleCount,
      })
      .from(rules)
      .innerJoin(areas, eq(areas.id, rules.areaId))
      .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
      .leftJoin(staff, eq(staff.id, rules.staffId))
      .leftJoin(teams, eq(teams.id, rules.teamId))
      .where(where)
      .orderBy(...orderOf(query.sort))
      .limit(query.pageSize)
      .offset(query.offset),
    countRules(where),
  ]);
  const states = await statesByRule(
    actor,
    rows.map((row) => row.id),
  );
  return {
    total,
    rows: rows.map((row) => ({
      ...row,
      states: states.get(row.id) ?? { active: 0, pending: 0, attention: 0 },
    })),
  };
}

const subjectName = sql<string>`coalesce(${staff.displayName}, ${teams.name}, '')`;
const peopleCount = sql<number>`case when ${rules.staffId} is not null then 1 else (
  select count(*) from ${staffTeams} where ${staffTeams.teamId} = ${rules.teamId}
) end`.mapWith(Number);

async function countRules(where: SQL | undefined): Promise<number> {
  const [row] = await getDb()
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(rules)
    .innerJoin(areas, eq(areas.id, rules.areaId))
    .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
    .leftJoin(staff, eq(staff.id, rules.staffId))
    .leftJoin(teams, eq(teams.id, rules.teamId))
    .where(where);
  return row?.total ?? 0;
}

function conditionOf(actor: Actor, { q, filters }: RuleListQuery): SQL | undefined {
  const teamIds = uuidsOf<TeamId>(filters.team);
  const staffIds = uuidsOf<StaffId>(filters.staff);
  const areaIds = uuidsOf<AreaId>(filters.area);
  const scheduleIds = uuidsOf<ScheduleId>(filters.schedule);
  const kinds = ruleKinds.filter((kind) => filters.kind?.includes(kind));
  return and(
    visible(actor),
    hasDoorAt(uuidsOf<SiteId>(filters.site)),
    teamIds.length > 0 ? inArray(rules.teamId, teamIds) : undefined,
    staffIds.length > 0 ? inArray(rules.staffId, staffIds) : undefined,
    areaIds.length > 0 ? inArray(rules.areaId, areaIds) : undefined,
    scheduleIds.length > 0 ? inArray(rules.scheduleId, scheduleIds) : undefined,
    or(...kinds.map((kind) => eq(rules[kind], true))),
    likeWords(sql`lower(${subjectName} || ' ' || ${areas.name} || ' ' || ${schedules.name})`, q),
  );
}

function orderOf({ id, desc: descending }: RuleListQuery["sort"]): SQL[] {
  const direction = descending ? desc : asc;
  const words = (text: SQL) => direction(sql`${text} collate "und-x-icu"`);
  // Teams first: they are the rule, people the exception.
  const bySubject = [sql`${rules.staffId} is not null`, words(subjectName)];
  const byArea = words(sql`${areas.name}`);
  const bySchedule = words(sql`${schedules.name}`);
  const last = direction(rules.id);
  if (id === "area") return [byArea, ...bySubject, bySchedule, last];
  if (id === "schedule") return [bySchedule, ...bySubject, byArea, last];
  return [...bySubject, byArea, bySchedule, last];
}

/** A former code beside the new one is no second access; when it does not go as it should, it counts all the same. */
const isNotFormer = sql`${credentials.kind} <> 'keypad_old'`;

async function statesByRule(actor: Actor, ruleIds: readonly RuleId[]): Promise<Map<RuleId, StateCounts>> {
  if (ruleIds.length === 0) return new Map();
  const count = (states: readonly string[], also = sql`true`) =>
    sql<number>`count(*) filter (where ${inArray(credentials.state, [...states] as never[])} and ${also})`.mapWith(
      Number,
    );
  const rows = await getDb()
    .select({
      id: rules.id,
      active: count(statesOf.active, isNotFormer),
      pending: count(statesOf.pending),
      attention: count(statesOf.attention),
    })
    .from(rules)
    .leftJoin(staffTeams, eq(staffTeams.teamId, rules.teamId))
    .innerJoin(areaDevices, eq(areaDevices.areaId, rules.areaId))
    .innerJoin(placements, eq(placements.deviceId, areaDevices.deviceId))
    .innerJoin(
      credentials,
      and(
        eq(credentials.deviceId, areaDevices.deviceId),
        sql`${credentials.staffId} = ${personOfRule}`,
        sql`case ${credentials.kind} when 'app' then ${rules.app} else ${rules.keypad} end`,
      ),
    )
    .where(
      and(
        inArray(rules.id, [...ruleIds]),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .groupBy(rules.id);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

export interface RuleDetail extends RuleRecord {
  readonly id: RuleId;
  readonly version: string;
  /** Has the area doors at sites that the actor does not see? Then the rule is not theirs to change. */
  readonly elsewhere: boolean;
}

/** One rule, or null. `id` is as an address has it. */
export async function findRule(actor: Actor, id: string): Promise<RuleDetail | null> {
  assertMay(actor, "rules:read");
  const [ruleId] = uuidsOf<RuleId>([id]);
  if (!ruleId) return null;
  const seen = await countRules(and(eq(rules.id, ruleId), visible(actor)));
  const record = seen > 0 ? await findRuleRecord(getDb(), ruleId) : null;
  if (!record) return null;
  const siteRows = await getDb()
    .selectDistinct({ siteId: placements.siteId })
    .from(areaDevices)
    .innerJoin(placements, eq(placements.deviceId, areaDevices.deviceId))
    .where(eq(areaDevices.areaId, record.areaId));
  const elsewhere = siteRows.some(({ siteId }) => !seesSite(actor, siteId));
  return { ...record, id: ruleId, version: versionOf(record), elsewhere };
}

export interface RuleOptions {
  readonly teams: readonly { readonly id: string; readonly name: string; readonly people: number }[];
  readonly areas: readonly { readonly id: string; readonly name: string; readonly doors: number }[];
  readonly schedules: readonly {
    readonly id: string;
    readonly name: string;
    readonly windows: readonly TimeWindow[];
  }[];
}

/** What the form and the filters offer to choose from: areas whose doors all lie at the actor's sites. */
export async function getRuleOptions(actor: Actor): Promise<RuleOptions> {
  assertMay(actor, "rules:read");
  const db = getDb();
  const doors = sql<number>`count(${areaDevices.deviceId})`.mapWith(Number);
  const [teamRows, areaRows, scheduleRows] = await Promise.all([
    db
      .select({
        id: teams.id,
        name: teams.name,
        people: sql<number>`count(${staffTeams.staffId})`.mapWith(Number),
      })
      .from(teams)
      .leftJoin(staffTeams, eq(staffTeams.teamId, teams.id))
      .groupBy(teams.id)
      .orderBy(asc(teams.name)),
    db
      .select({ id: areas.id, name: areas.name, doors })
      .from(areas)
      .leftJoin(areaDevices, eq(areaDevices.areaId, areas.id))
      .leftJoin(placements, eq(placements.deviceId, areaDevices.deviceId))
      .where(visible(actor))
      .groupBy(areas.id)
      .having(
        actor.sites === "all"
          ? undefined
          : sql`coalesce(bool_and(${inArray(placements.siteId, [...actor.sites])}), true)`,
      )
      .orderBy(asc(areas.name)),
    db
      .select({ id: schedules.id, name: schedules.name, windows: schedules.windows })
      .from(schedules)
      .orderBy(asc(schedules.name)),
  ]);
  return { teams: teamRows, areas: areaRows, schedules: scheduleRows };
}
