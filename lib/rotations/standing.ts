import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { StatusReason } from "@/lib/access/status";
import type { CredentialState, DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { arrayOf } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import type { RotationId } from "@/lib/db/tables/codes";
import { likeWords } from "@/lib/db/words";
import { reasonOf } from "@/lib/staff/queries";
import { cells } from "./progress";
import { isDone, type RotationQuery } from "./queries";
import { type PersonState, personStates, type SkipReason } from "./schema";

/** One person at one door: is the new code there, is the old one gone, and what is in the way. */
export interface CellView {
  readonly deviceId: DeviceId;
  readonly doorName: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly newIs: "confirmed" | "replaced" | "blocked" | "unwanted" | "waits";
  readonly newState: CredentialState | null;
  readonly newReason: StatusReason | null;
  readonly oldOn: boolean;
  /** Nobody adopted it: it goes when somebody removes it by hand. */
  readonly oldIsForeign: boolean;
  readonly oldState: CredentialState | null;
  readonly oldReason: StatusReason | null;
}

export interface PersonRow {
  readonly staffId: StaffId;
  readonly name: string;
  readonly state: PersonState;
  readonly problem: SkipReason | null;
  readonly cells: readonly CellView[];
}

type PeopleQuery = Omit<RotationQuery, "sort"> & {
  readonly q: string;
  readonly sort: { readonly desc: boolean };
};

/** One page of the people of a rotation, each with the doors at the actor's sites. */
export async function listPeople(
  actor: Actor,
  rotationId: RotationId,
  query: PeopleQuery,
): Promise<{ rows: PersonRow[]; total: number }> {
  assertMay(actor, "codes:rotate");
  const wanted = personStates.filter((one) => query.filters.progress?.includes(one));
  const state = sql`case when m.problem is not null then 'skipped' when ${isDone} then 'done' else 'open' end`;
  const { rows } = await getDb().execute<{
    staff_id: StaffId;
    name: string;
    problem: SkipReason | null;
    state: PersonState;
    total: number;
  }>(sql`
    with ${cells([rotationId])},
    people as (
      select m.staff_id, s.display_name as name, m.problem, ${state} as state
      from rotation_people m
      join staff s on s.id = m.staff_id
      left join p on p.rotation_id = m.rotation_id and p.staff_id = m.staff_id
      left join (
        select rotation_id, staff_id, bool_and(new_is <> 'waits' and not old_on) as done from cells group by 1, 2
      ) as per on per.rotation_id = m.rotation_id and per.staff_id = m.staff_id
      -- Not by equality: the planner would take the others for one row and compare each person with each.
      where m.rotation_id = any(${arrayOf([rotationId])}) and ${likeWords(sql`lower(s.display_name)`, query.q) ?? sql`true`}
    )
    select *, (count(*) over ())::int as total from people
    where ${query.filters.progress?.length ? sql`state = any(${arrayOf(wanted, "text")})` : sql`true`}
    order by name collate "und-x-icu" ${query.sort.desc ? sql`desc` : sql`asc`}, staff_id
    limit ${query.pageSize} offset ${query.offset}`);
  const places = await listCells(
    actor,
    rotationId,
    rows.map((row) => row.staff_id),
  );
  return {
    rows: rows.map(({ staff_id: staffId, name, problem, state: now }) => ({
      ...{ staffId, name, problem, state: now },
      cells: places.get(staffId) ?? [],
    })),
    total: rows[0]?.total ?? 0,
  };
}

type Params = Record<string, string | number> | null;

async function listCells(
  actor: Actor,
  rotationId: RotationId,
  staffIds: readonly StaffId[],
): Promise<Map<StaffId, CellView[]>> {
  if (staffIds.length === 0) return new Map();
  const { rows } = await getDb().execute<{
    staff_id: StaffId;
    device_id: DeviceId;
    door_name: string;
    site_name: string;
    time_zone: string;
    new_is: CellView["newIs"];
    new_state: CredentialState | null;
    new_reason: string | null;
    new_params: Params;
    old_on: boolean;
    old_is_foreign: boolean;
    old_state: CredentialState | null;
    old_reason: string | null;
    old_params: Params;
  }>(sql`
    with ${cells([rotationId])}
    select cells.*, d.name as door_name, ${siteColumns}
    from cells ${doorsOf(actor)}
    where cells.staff_id = any(${arrayOf(staffIds)})
    order by s.name, d.name`);
  const views = rows.map((row): [StaffId, CellView] => [
    row.staff_id,
    {
      deviceId: row.device_id,
      doorName: row.door_name,
      siteName: row.site_name,
      timeZone: row.time_zone,
      newIs: row.new_is,
      newState: row.new_state,
      newReason: row.new_reason === null ? null : reasonOf(row.new_reason, row.new_params),
      oldOn: row.old_on,
      oldIsForeign: row.old_is_foreign,
      oldState: row.old_state,
      oldReason: row.old_reason === null ? null : reasonOf(row.old_reason, row.old_params),
    },
  ]);
  const grouped = Map.groupBy(views, ([staffId]) => staffId);
  return new Map([...grouped].map(([staffId, list]) => [staffId, list.map(([, view]) => view)]));
}

export interface DoorRow {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly people: number;
  /** Of these the new code is wanted there. */
  readonly wanted: number;
  /** The new code was seen there. */
  readonly confirmed: number;
  readonly waits: number;
  readonly blocked: number;
  readonly oldOn: number;
  /** Of these, not ours to remove. */
  readonly foreign: number;
  /** The door cannot be reached now; since when, where that is known. */
  readonly unreachable: boolean;
  readonly offlineSince: number | null;
}

/** How far each door is, at the actor's sites. */
export async function listDoors(actor: Actor, rotationId: RotationId): Promise<DoorRow[]> {
  assertMay(actor, "codes:rotate");
  const { rows } = await getDb().execute<{
    id: DeviceId;
    name: string;
    site_name: string;
    time_zone: string;
    people: number;
    confirmed: number;
    waits: number;
    blocked: number;
    old_on: number;
    wanted: number;
    foreign: number;
    unreachable: boolean;
    offline_since: number | null;
  }>(sql`
    with ${cells([rotationId])}
    select d.id, d.name, ${siteColumns},
      count(*)::int as people,
      (count(*) filter (where new_is in ('confirmed', 'replaced')))::int as confirmed,
      (count(*) filter (where new_is = 'waits'))::int as waits,
      (count(*) filter (where new_is = 'blocked'))::int as blocked,
      (count(*) filter (where old_on))::int as old_on,
      (count(*) filter (where new_is <> 'unwanted'))::int as wanted,
      (count(*) filter (where old_is_foreign))::int as "foreign",
      d.server_state <> 0 or d.missing_since is not null as unreachable,
      (extract(epoch from d.offline_since) * 1000)::float8 as offline_since
    from cells ${doorsOf(actor)}
    group by d.id, s.id
    order by s.name, d.name`);
  return rows.map((row) => ({
    deviceId: row.id,
    name: row.name,
    siteName: row.site_name,
    timeZone: row.time_zone,
    people: row.people,
    confirmed: row.confirmed,
    waits: row.waits,
    blocked: row.blocked,
    oldOn: row.old_on,
    wanted: row.wanted,
    foreign: row.foreign,
    unreachable: row.unreachable,
    offlineSince: row.offline_since,
  }));
}

const siteColumns = sql`coalesce(s.name, '–') as site_name, coalesce(s.time_zone, 'UTC') as time_zone`;

function doorsOf(actor: Actor): SQL {
  const own = actor.sites === "all" ? sql`true` : sql`s.id = any(${arrayOf(actor.sites)})`;
  // An old code may be on a door that nobody has given a site: whoever sees all sites sees it.
  return sql`
    join (
      devices d left join placements at on at.device_id = d.id left join sites s on s.id = at.site_id
    ) on d.id = cells.device_id and ${own}`;
}
