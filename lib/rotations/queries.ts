import "server-only";
import { and, asc, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { SiteId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { arrayOf } from "@/lib/db/arrays";
import { getDb, transact } from "@/lib/db/connection";
import { admins, devices, placements, rotations, sites, staff, teams } from "@/lib/db/schema";
import type { RotationId, RotationMode, RotationReason, RotationScope } from "@/lib/db/tables/codes";
import { uuidsOf } from "@/lib/rules/words";
import { findPeople, type PersonOption } from "@/lib/staff/find";
import { choosePeople } from "./people";
import { cells } from "./progress";
import { type RotationState, reasons, rotationIdSchema, rotationStates } from "./schema";

/** What the list's address asks for. */
export interface RotationQuery {
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export interface RotationView {
  readonly id: RotationId;
  readonly state: RotationState;
  readonly kind: RotationScope["kind"];
  /** The team, the door, or the first of the people. */
  readonly name: string;
  /** How many people were named one by one. */
  readonly named: number;
  readonly reason: RotationReason;
  readonly mode: RotationMode;
  readonly note: string;
  readonly plannedBy: string;
  readonly mine: boolean;
  readonly createdAt: Date;
  readonly startsAt: Date;
  readonly startedAt: Date | null;
  readonly keepOldUntil: Date | null;
  readonly finishedAt: Date | null;
  readonly cancelledAt: Date | null;
  /** Called off when its time came, since whoever planned it could not decide it any more. */
  readonly isLapsed: boolean;
  /** The zone in which its times are told: the door's, the team's, else that of most doors. */
  readonly timeZone: string;
}

export interface RotationRow extends RotationView {
  readonly people: number;
  readonly done: number;
  readonly skipped: number;
}

// One word for where it stands: the same condition filters the list.
const state = sql<RotationState>`case
  when ${rotations.cancelledAt} is not null then 'cancelled'
  when ${rotations.finishedAt} is not null then 'finished'
  when ${rotations.startedAt} is not null then 'running'
  else 'planned' end`;

const name = sql<string>`coalesce(${teams.name}, ${devices.name}, (
  select string_agg(named.display_name, ', ' order by named.display_name collate "und-x-icu") from (
    select person.display_name from staff person
    where person.id in (select (jsonb_array_elements_text(${rotations.scope} -> 'staffIds'))::uuid)
    order by person.display_name collate "und-x-icu" limit 2) as named), '')`;

const mostDoors = sql`(select count(*) from placements there where there.site_id = sites.id) desc`;
const zoneOfTeam = sql<string | null>`(
  select s.time_zone from rules r
  join area_devices d on d.area_id = r.area_id
  join placements there on there.device_id = d.device_id
  join sites s on s.id = there.site_id
  where r.team_id = teams.id
  group by s.time_zone order by count(*) desc, s.time_zone limit 1)`;

const columns = {
  id: rotations.id,
  state,
  scope: rotations.scope,
  name,
  reason: rotations.reason,
  mode: rotations.mode,
  note: rotations.note,
  adminId: rotations.adminId,
  plannedBy: admins.name,
  createdAt: rotations.createdAt,
  startsAt: rotations.startsAt,
  startedAt: rotations.startedAt,
  keepOldUntil: rotations.keepOldUntil,
  finishedAt: rotations.finishedAt,
  cancelledAt: rotations.cancelledAt,
  // Nobody but the worker calls off in nobody's name.
  isLapsed: sql<boolean>`${rotations.cancelledAt} is not null and exists (
    select 1 from audit_events e
    where e.subject_id = ${rotations.id}::text and e.type = 'rotation.cancelled' and e.admin_id is null)`,
  timeZone: sql<string>`coalesce(${sites.timeZone}, ${zoneOfTeam}, (
    select sites.time_zone from sites order by ${mostDoors}, sites.name limit 1), 'UTC')`,
};

function select() {
  return getDb()
    .select(columns)
    .from(rotations)
    .innerJoin(admins, eq(admins.id, rotations.adminId))
    .leftJoin(teams, sql`${teams.id} = (${rotations.scope} ->> 'teamId')::uuid`)
    .leftJoin(devices, sql`${devices.id} = (${rotations.scope} ->> 'deviceId')::uuid`)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId));
}

type Selected = Awaited<ReturnType<typeof select>>[number];

function viewOf(actor: Actor, { scope, adminId, ...row }: Selected): RotationView {
  return {
    ...row,
    kind: scope.kind,
    named: scope.kind === "staff" ? scope.staffIds.length : 0,
    mine: adminId === actor.adminId,
  };
}

/** One page of the rotations, newest first, with how far each is. */
export async function listRotations(
  actor: Actor,
  query: RotationQuery,
): Promise<{ rows: RotationRow[]; total: number }> {
  assertMay(actor, "codes:rotate");
  const where = and(ofActor(actor), conditionOf(query));
  const direction = query.sort.desc ? desc : asc;
  const by = query.sort.id === "starts" ? rotations.startsAt : rotations.createdAt;
  const [found, total] = await Promise.all([
    select()
      .where(where)
      .orderBy(direction(by), direction(rotations.id))
      .limit(query.pageSize)
      .offset(query.offset),
    getDb().$count(rotations, where),
  ]);
  const counts = await countPeople(found.map((row) => row.id));
  const none = { people: 0, done: 0, skipped: 0 };
  return { rows: found.map((row) => ({ ...viewOf(actor, row), ...(counts.get(row.id) ?? none) })), total };
}

/** One rotation, or null; `id` may be anything that stands in an address. */
export async function findRotation(actor: Actor, id: string): Promise<RotationRow | null> {
  assertMay(actor, "codes:rotate");
  const parsed = rotationIdSchema.safeParse(id);
  if (!parsed.success) return null;
  const [row] = await select().where(and(eq(rotations.id, parsed.data), ofActor(actor)));
  if (!row) return null;
  const counts = (await countPeople([row.id])).get(row.id);
  return { ...viewOf(actor, row), ...(counts ?? { people: 0, done: 0, skipped: 0 }) };
}

/** How many people a planned rotation would mean if it began now; null where what it is about is gone. */
export async function countMeant(actor: Actor, id: RotationId, now: Date): Promise<number | null> {
  assertMay(actor, "codes:rotate");
  return transact(async (tx) => {
    const [row] = await tx.select({ scope: rotations.scope }).from(rotations).where(eq(rotations.id, id));
    const chosen = row && (await choosePeople(tx, actor, row.scope, now));
    return chosen?.ok ? chosen.value.staffIds.length : null;
  });
}

type Counts = {
  readonly people: number;
  readonly done: number;
  readonly skipped: number;
};

async function countPeople(ids: readonly RotationId[]): Promise<Map<RotationId, Counts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await getDb().execute<Counts & { id: RotationId }>(sql`
    with ${cells(ids)}
    select m.rotation_id as id,
      (count(*) filter (where m.new_code_id is not null))::int as people,
      (count(*) filter (where m.problem is not null))::int as skipped,
      (count(*) filter (where ${isDone}))::int as done
    from rotation_people m
    left join p on p.rotation_id = m.rotation_id and p.staff_id = m.staff_id
    left join (
      select rotation_id, staff_id, bool_and(new_is <> 'waits' and not old_on) as done
      from cells group by 1, 2
    ) as per on per.rotation_id = m.rotation_id and per.staff_id = m.staff_id
    where m.rotation_id = any(${arrayOf(ids)})
    group by m.rotation_id`);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** Who has no door any more (has left, or lost the rules) is done once nothing of theirs is looked for. */
export const isDone = sql`m.problem is null and coalesce(per.done, p.finished_at is not null or not p.is_current, false)`;

/** What an actor of some sites sees: their own, those about their doors, and those of people who have a door there. */
function ofActor(actor: Actor): SQL | undefined {
  if (actor.sites === "all") return undefined;
  const own = arrayOf(actor.sites);
  const atOwn = sql`exists (
    select 1 from rotation_people m
    join bindings b on b.staff_id = m.staff_id and b.ended_at is null
    join placements at on at.device_id = b.device_id
    where m.rotation_id = rotations.id and at.site_id = any(${own}))`;
  const theirDoor = sql`exists (
    select 1 from placements at
    where at.device_id = (rotations.scope ->> 'deviceId')::uuid and at.site_id = any(${own}))`;
  return or(actor.adminId ? eq(rotations.adminId, actor.adminId) : undefined, atOwn, theirDoor);
}

function conditionOf({ filters }: RotationQuery): SQL | undefined {
  const wanted = rotationStates.filter((one) => filters.state?.includes(one));
  const why = reasons.filter((one) => filters.reason?.includes(one));
  return and(
    filters.state?.length ? inArray(state, wanted) : undefined,
    filters.reason?.length ? inArray(rotations.reason, why) : undefined,
  );
}

export interface RotationOptions {
  readonly teams: readonly {
    readonly id: string;
    readonly name: string;
    readonly people: number;
    /** Of most of its doors. */
    readonly timeZone: string | null;
  }[];
  readonly doors: readonly { readonly id: string; readonly name: string; readonly siteName: string }[];
  /** Those with most doors first. */
  readonly sites: readonly { readonly name: string; readonly timeZone: string }[];
}

/** What the form offers to choose from: doors with a keypad at the actor's sites, and the sites' zones. */
export async function getRotationOptions(actor: Actor): Promise<RotationOptions> {
  assertMay(actor, "codes:rotate");
  const db = getDb();
  const own = actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites] as SiteId[]);
  const [teamRows, doors, siteRows] = await Promise.all([
    db
      .select({
        id: teams.id,
        name: teams.name,
        people: sql<number>`(select count(*)::int from staff_teams m where m.team_id = teams.id)`,
        timeZone: zoneOfTeam,
      })
      .from(teams)
      .orderBy(asc(sql`${teams.name} collate "und-x-icu"`), asc(teams.id)),
    db
      .select({ id: devices.id, name: devices.name, siteName: sites.name })
      .from(devices)
      .innerJoin(placements, eq(placements.deviceId, devices.id))
      .innerJoin(sites, eq(sites.id, placements.siteId))
      .where(and(sql`${devices.keypadModel} is not null`, own))
      .orderBy(asc(sites.name), asc(devices.name)),
    db
      .select({ name: sites.name, timeZone: sites.timeZone })
      .from(sites)
      .where(own)
      .orderBy(mostDoors, asc(sites.name)),
  ]);
  return { teams: teamRows, doors, sites: siteRows };
}

/** The people that a link brings along, by their ids; who has left is not among them. */
export async function listNamed(actor: Actor, ids: readonly string[]): Promise<PersonOption[]> {
  const known = uuidsOf<StaffId>(ids);
  if (known.length === 0) return [];
  return findPeople(actor, "staff:read", "", { where: inArray(staff.id, known), most: known.length });
}
