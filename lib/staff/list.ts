import "server-only";
import { and, asc, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { normalise } from "@/lib/access/schedule";
import type { SiteId, StaffId, TeamId, TimeWindow } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { credentials, placements, sites, staff, staffTeams, teams } from "@/lib/db/schema";
import type { StaffKind, StaffStatus } from "@/lib/db/tables/intent";
import { getDay } from "@/lib/overview/day";
import { soonDays } from "@/lib/overview/needs";
import { addDays } from "@/lib/time/zones";
import {
  type DoorGroup,
  doorGroups,
  type StaffPeriod,
  staffKinds,
  staffPeriods,
  staffStatuses,
} from "./schema";
import { matching } from "./search";

/** What the list's address asks for. */
export interface StaffListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export interface StaffListRow {
  readonly id: StaffId;
  readonly name: string;
  readonly email: string | null;
  readonly externalId: string | null;
  readonly department: string;
  readonly kind: StaffKind;
  readonly status: StaffStatus;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  /** All times at which some door lets the person in, by the rules. */
  readonly windows: readonly TimeWindow[];
  /** Zones of these doors: one, or the times mean another clock at each door. */
  readonly timeZones: readonly string[];
  /** Doors by the worst state of what the person has there. */
  readonly doors: { readonly active: number; readonly pending: number; readonly attention: number };
}

/** States by what they ask of the office: nothing, patience, or somebody to look. */
export const statesOf = {
  active: ["active"],
  pending: ["planned", "sending", "waiting", "removing"],
  attention: ["failed", "needs_review"],
} as const;

/** One page of the staff, and how many there are; without a status asked for, people who left are left out. */
export async function listStaff(
  actor: Actor,
  query: StaffListQuery,
): Promise<{ rows: StaffListRow[]; total: number }> {
  assertMay(actor, "staff:read");
  const { people, total } = await pageOf(actor, query);
  const ids = people.map((person) => person.id);
  const [teamsOf, accessOf] = await Promise.all([teamsByStaff(ids), accessByStaff(actor, ids)]);
  const nothing = { windows: [], timeZones: [], doors: { active: 0, pending: 0, attention: 0 } };
  const rows = people.map((person) => ({
    ...person,
    teams: teamsOf.get(person.id) ?? [],
    ...(accessOf.get(person.id) ?? nothing),
  }));
  return { rows, total };
}

async function pageOf(actor: Actor, query: StaffListQuery) {
  const where = await conditionOf(actor, query);
  const db = getDb();
  const page = db
    .select({
      id: staff.id,
      name: staff.displayName,
      email: staff.email,
      externalId: staff.externalId,
      department: staff.department,
      kind: staff.kind,
      status: staff.status,
      firstDay: staff.firstDay,
      lastDay: staff.lastDay,
      // Comparing text is what a search costs, so then the total comes from the same pass; without one it would
      // keep the page from being read off an index.
      total: query.q === "" ? sql<null>`null` : sql<number>`count(*) over ()`.mapWith(Number),
    })
    .from(staff)
    .where(where)
    .orderBy(...orderOf(query.sort))
    .limit(query.pageSize)
    .offset(query.offset);
  const rows = await page;
  const people = rows.map(({ total: _total, ...person }) => person);
  return { people, total: rows[0]?.total ?? (await db.$count(staff, where)) };
}

/** Everybody whom a view shows, in its order: for the export of what is shown. */
export async function listStaffIds(actor: Actor, query: StaffListQuery): Promise<StaffId[]> {
  assertMay(actor, "staff:read");
  const rows = await getDb()
    .select({ id: staff.id })
    .from(staff)
    .where(await conditionOf(actor, query))
    .orderBy(...orderOf(query.sort));
  return rows.map((row) => row.id);
}

async function conditionOf(actor: Actor, { q, filters }: StaffListQuery): Promise<SQL | undefined> {
  const periods = known(staffPeriods, filters.period);
  const statuses = known(staffStatuses, filters.status);
  const kinds = known(staffKinds, filters.kind);
  const groups = known(doorGroups, filters.state);
  const teamIds = uuids<TeamId>(filters.team);
  const siteIds = uuids<SiteId>(filters.site);
  return and(
    statuses.length > 0 ? inArray(staff.status, statuses) : sql`${staff.status} <> 'removed'`,
    kinds.length > 0 ? inArray(staff.kind, kinds) : undefined,
    teamIds.length > 0
      ? sql`${staff.id} in (
          select ${staffTeams.staffId} from ${staffTeams} where ${inArray(staffTeams.teamId, teamIds)}
        )`
      : undefined,
    siteIds.length > 0
      ? sql`${staff.id} in (
          select ${credentials.staffId} from ${credentials}
          join ${placements} on ${placements.deviceId} = ${credentials.deviceId}
          where ${inArray(placements.siteId, siteIds)} and ${credentials.state} <> 'removed'
        )`
      : undefined,
    groups.length > 0
      ? sql`(${sql.join(
          groups.map((group) => inGroup(actor, group)),
          sql` or `,
        )})`
      : undefined,
    periods.length > 0 ? await inPeriods(actor, periods) : undefined,
    matching(q),
  );
}

async function inPeriods(actor: Actor, periods: readonly StaffPeriod[]): Promise<SQL | undefined> {
  const { today } = await getDay(actor, Date.now());
  return or(...periods.map((period) => inPeriod(period, today)));
}

/** Starts or ends within the next seven days, today included. */
function inPeriod(period: StaffPeriod, day: string): SQL {
  const column = period === "starting" ? staff.firstDay : staff.lastDay;
  return sql`${column} between ${day} and ${addDays(day, soonDays)}`;
}

function inGroup(actor: Actor, group: DoorGroup): SQL {
  const having = (states: readonly string[]) => sql`
    select ${credentials.staffId} from ${credentials}
    where ${credentials.state} in (${sql.join(
      states.map((state) => sql`${state}`),
      sql`, `,
    )}) and ${atSitesOf(actor)}`;
  if (group !== "none") return sql`${staff.id} in (${having(statesOf[group])})`;
  const any = [...statesOf.active, ...statesOf.pending, ...statesOf.attention];
  return sql`${staff.id} not in (${having(any)})`;
}

/** People are seen by everybody who may read staff; what they have on doors, only at the actor's own sites. */
function atSitesOf(actor: Actor): SQL {
  if (actor.sites === "all") return sql`true`;
  return sql`${credentials.deviceId} in (
    select ${placements.deviceId} from ${placements} where ${inArray(placements.siteId, [...actor.sites])}
  )`;
}

function orderOf({ id, desc: descending }: StaffListQuery["sort"]): SQL[] {
  const direction = descending ? desc : asc;
  // "Änne" belongs beside "Anna": byte order would put it behind "Zoe".
  const byName = [direction(inWords(staff.displayName)), direction(staff.id)];
  switch (id) {
    case "department":
      return [sql`${staff.department} = ''`, direction(inWords(staff.department)), ...byName];
    case "status":
      return [direction(staff.status), ...byName];
    case "firstDay":
      return [sql`${staff.firstDay} is null`, direction(staff.firstDay), ...byName];
    case "lastDay":
      return [sql`${staff.lastDay} is null`, direction(staff.lastDay), ...byName];
    default:
      return byName;
  }
}

function inWords(column: AnyPgColumn): SQL {
  return sql`${column} collate "und-x-icu"`;
}

async function teamsByStaff(ids: readonly StaffId[]): Promise<Map<StaffId, StaffListRow["teams"]>> {
  const found = new Map<StaffId, { id: string; name: string }[]>();
  if (ids.length === 0) return found;
  const rows = await getDb()
    .select({ staffId: staffTeams.staffId, id: teams.id, name: teams.name })
    .from(staffTeams)
    .innerJoin(teams, eq(teams.id, staffTeams.teamId))
    .where(inArray(staffTeams.staffId, [...ids]))
    .orderBy(asc(teams.name));
  for (const { staffId, id, name } of rows) {
    const list = found.get(staffId);
    if (list) list.push({ id, name });
    else found.set(staffId, [{ id, name }]);
  }
  return found;
}

type Access = Pick<StaffListRow, "windows" | "timeZones" | "doors">;

async function accessByStaff(actor: Actor, ids: readonly StaffId[]): Promise<Map<StaffId, Access>> {
  if (ids.length === 0) return new Map();
  const db = getDb();
  const isIn = (states: readonly string[]) => inArray(credentials.state, [...states] as never[]);
  const doors = db
    .select({
      staffId: credentials.staffId,
      timeZone: sites.timeZone,
      attention: sql<boolean>`bool_or(${isIn(statesOf.attention)})`.as("attention"),
      pending: sql<boolean>`bool_or(${isIn(statesOf.pending)})`.as("pending"),
      active: sql<boolean>`bool_or(${isIn(statesOf.active)})`.as("active"),
      windows: sql`jsonb_agg(distinct ${credentials.wish} -> 'window') filter (
        where (${credentials.wish} ->> 'enabled')::boolean and ${credentials.state} <> 'removing'
      )`.as("windows"),
    })
    .from(credentials)
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(and(inArray(credentials.staffId, [...ids]), atSitesOf(actor)))
    .groupBy(credentials.staffId, credentials.deviceId, sites.timeZone)
    .as("doors");
  const rows = await db
    .select({
      staffId: doors.staffId,
      timeZone: doors.timeZone,
      attention: sql<number>`count(*) filter (where ${doors.attention})`.mapWith(Number),
      pending: sql<number>`count(*) filter (where ${doors.pending} and not ${doors.attention})`.mapWith(
        Number,
      ),
      active: sql<number>`
        count(*) filter (where ${doors.active} and not ${doors.attention} and not ${doors.pending})
      `.mapWith(Number),
      windows: sql<
        TimeWindow[][] | null
      >`jsonb_agg(distinct ${doors.windows}) filter (where ${doors.windows} is not null)`,
    })
    .from(doors)
    .groupBy(doors.staffId, doors.timeZone);
  const found = new Map<StaffId, Access>();
  for (const row of rows) {
    const before = found.get(row.staffId);
    const windows = (row.windows ?? []).flat();
    found.set(row.staffId, {
      windows: normalise([...(before?.windows ?? []), ...windows]),
      timeZones: [...(before?.timeZones ?? []), ...(windows.length > 0 ? [row.timeZone] : [])],
      doors: {
        active: row.active + (before?.doors.active ?? 0),
        pending: row.pending + (before?.doors.pending ?? 0),
        attention: row.attention + (before?.doors.attention ?? 0),
      },
    });
  }
  return found;
}

function known<const T extends string>(values: readonly T[], asked: readonly string[] | undefined): T[] {
  return values.filter((value) => asked?.includes(value));
}

/** What does not look like an id cannot match, and would be an error to the database. */
function uuids<T extends string>(asked: readonly string[] | undefined): T[] {
  return (asked ?? []).filter((id) => /^[0-9a-f-]{36}$/i.test(id)) as T[];
}
