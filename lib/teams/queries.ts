import "server-only";
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { StaffId, TeamId, TimeWindow } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { areaDevices, areas, rules, schedules, staff, staffTeams, teams } from "@/lib/db/schema";
import type { StaffStatus } from "@/lib/db/tables/intent";
import { likeWords } from "@/lib/db/words";
import { findPeople, type PersonOption } from "@/lib/staff/find";
import { matching } from "@/lib/staff/search";
import { teamIdSchema } from "./schema";

interface ListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
}

export interface TeamListRow {
  readonly id: TeamId;
  readonly name: string;
  readonly members: number;
  readonly rules: number;
  /** Doors that the team's rules open. */
  readonly doors: number;
}

export async function listTeams(
  actor: Actor,
  { q, sort, pageSize, offset }: ListQuery,
): Promise<{ rows: TeamListRow[]; total: number }> {
  assertMay(actor, "staff:read");
  const db = getDb();
  const where = likeWords(sql`lower(${teams.name})`, q);
  // Spelt out: in a select over one table drizzle leaves the table's name off, and "id" would be another one's.
  const members = sql<number>`(select count(*) from staff_teams m where m.team_id = teams.id)`.mapWith(
    Number,
  );
  const byName = sql`${teams.name} collate "und-x-icu"`;
  const direction = sort.desc ? desc : asc;
  const [rows, total] = await Promise.all([
    db
      .select({
        id: teams.id,
        name: teams.name,
        members,
        rules: sql<number>`(select count(*) from rules r where r.team_id = teams.id)`.mapWith(Number),
        doors: sql<number>`(
          select count(distinct d.device_id) from rules r
          join area_devices d on d.area_id = r.area_id
          where r.team_id = teams.id
        )`.mapWith(Number),
      })
      .from(teams)
      .where(where)
      .orderBy(...(sort.id === "members" ? [direction(members)] : []), direction(byName), asc(teams.id))
      .limit(pageSize)
      .offset(offset),
    db.$count(teams, where),
  ]);
  return { rows, total };
}

export interface TeamRuleRow {
  readonly id: string;
  readonly areaName: string;
  readonly doors: number;
  readonly scheduleName: string;
  readonly windows: readonly TimeWindow[];
  readonly app: boolean;
  readonly keypad: boolean;
  readonly remote: boolean;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

export interface TeamDetail {
  readonly id: TeamId;
  readonly name: string;
  readonly memberCount: number;
  readonly rules: readonly TeamRuleRow[];
}

/** One team with its rules, or null; `id` may be anything that stands in an address. */
export async function findTeam(actor: Actor, id: string): Promise<TeamDetail | null> {
  assertMay(actor, "staff:read");
  const parsed = teamIdSchema.safeParse(id);
  if (!parsed.success) return null;
  const teamId = parsed.data;
  const db = getDb();
  const [team] = await db.select({ id: teams.id, name: teams.name }).from(teams).where(eq(teams.id, teamId));
  if (!team) return null;
  const [memberCount, ruleRows] = await Promise.all([
    db.$count(staffTeams, eq(staffTeams.teamId, teamId)),
    db
      .select({
        id: rules.id,
        areaName: areas.name,
        doors: sql<number>`(
          select count(*) from ${areaDevices} where ${areaDevices.areaId} = ${rules.areaId}
        )`.mapWith(Number),
        scheduleName: schedules.name,
        windows: schedules.windows,
        app: rules.app,
        keypad: rules.keypad,
        remote: rules.remote,
        firstDay: rules.firstDay,
        lastDay: rules.lastDay,
      })
      .from(rules)
      .innerJoin(areas, eq(areas.id, rules.areaId))
      .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
      .where(eq(rules.teamId, teamId))
      .orderBy(asc(areas.name), asc(schedules.name)),
  ]);
  return { ...team, memberCount, rules: ruleRows };
}

export interface MemberRow {
  readonly id: StaffId;
  readonly name: string;
  readonly email: string | null;
  readonly department: string;
  readonly status: StaffStatus;
}

const memberColumns = {
  id: staff.id,
  name: staff.displayName,
  email: staff.email,
  department: staff.department,
  status: staff.status,
};

export async function listMembers(
  actor: Actor,
  teamId: TeamId,
  { q, sort, pageSize, offset }: ListQuery,
): Promise<{ rows: MemberRow[]; total: number }> {
  assertMay(actor, "staff:read");
  const db = getDb();
  const where = and(sql`${staff.id} in ${membersOf(teamId)}`, q === "" ? undefined : matching(q));
  const direction = sort.desc ? desc : asc;
  const byName = direction(sql`${staff.displayName} collate "und-x-icu"`);
  const first = {
    department: [direction(sql`${staff.department} collate "und-x-icu"`)],
    status: [direction(staff.status)],
  }[sort.id];
  const [rows, total] = await Promise.all([
    db
      .select(memberColumns)
      .from(staff)
      .where(where)
      .orderBy(...(first ?? []), byName, asc(staff.id))
      .limit(pageSize)
      .offset(offset),
    db.$count(staff, where),
  ]);
  return { rows, total };
}

const mostFound = 20;

/** People who could be taken into a team: here, not in it, and matching. One more than shown says that there are more. */
export async function findNonMembers(
  actor: Actor,
  teamId: TeamId,
  q: string,
): Promise<{ people: PersonOption[]; more: boolean }> {
  if (q.trim().length < 2) return { people: [], more: false };
  const where = sql`${staff.id} not in ${membersOf(teamId)}`;
  const found = await findPeople(actor, "staff:read", q, { where, most: mostFound + 1 });
  return { people: found.slice(0, mostFound), more: found.length > mostFound };
}

function membersOf(teamId: TeamId): SQL {
  return sql`(select ${staffTeams.staffId} from ${staffTeams} where ${staffTeams.teamId} = ${teamId})`;
}
