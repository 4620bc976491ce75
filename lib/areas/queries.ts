import "server-only";
import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { AreaId, DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { areaDevices, areas, devices, placements, sites } from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { uuidsOf } from "@/lib/rules/words";
import { findAreaRecord, versionOf } from "./record";

export interface AreaListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export interface AreaRow {
  readonly id: AreaId;
  readonly name: string;
  /** The doors that the actor sees, by site. */
  readonly sites: readonly { readonly name: string; readonly doors: readonly string[] }[];
  /** Doors at sites that the actor does not see: then the area is not theirs to change. */
  readonly elsewhere: boolean;
  readonly rules: number;
  readonly people: number;
}

/** One page of the areas that have a door at the actor's sites, or none at all. */
export async function listAreas(
  actor: Actor,
  query: AreaListQuery,
): Promise<{ rows: AreaRow[]; total: number }> {
  assertMay(actor, "devices:read");
  const db = getDb();
  const where = and(
    visible(actor),
    hasDoorAt(uuidsOf<SiteId>(query.filters.site)),
    likeWords(sql`lower(${areas.name})`, query.q),
  );
  const [rows, total] = await Promise.all([
    db
      .select({ id: areas.id, name: areas.name, rules: ruleCount, people: peopleCount })
      .from(areas)
      .where(where)
      .orderBy(...orderOf(query.sort))
      .limit(query.pageSize)
      .offset(query.offset),
    db.$count(areas, where),
  ]);
  const doors = await doorsOf(rows.map((row) => row.id));
  return {
    total,
    rows: rows.map((row) => {
      const all = doors.filter((door) => door.areaId === row.id);
      const seen = all.filter((door) => door.siteId !== null && seesSite(actor, door.siteId));
      const bySite = Map.groupBy(seen, (door) => door.siteName ?? "");
      return {
        ...row,
        sites: [...bySite].map(([name, list]) => ({ name, doors: list.map((door) => door.name) })),
        elsewhere: actor.sites !== "all" && seen.length < all.length,
      };
    }),
  };
}

// Written out: within the list of a select from one table, Drizzle leaves the table's name away.
const ruleCount = sql<number>`(
  select count(*) from rules where rules.area_id = areas.id
)`.mapWith(Number);
const peopleCount = sql<number>`(
  select count(distinct coalesce(rules.staff_id, staff_teams.staff_id)) from rules
  left join staff_teams on staff_teams.team_id = rules.team_id where rules.area_id = areas.id
)`.mapWith(Number);
const doorCount = sql<number>`(
  select count(*) from area_devices where area_devices.area_id = areas.id
)`;

/** An area without doors is everybody's; one with doors belongs to who sees one of them. */
export function visible(actor: Actor): SQL | undefined {
  if (actor.sites === "all") return undefined;
  const own = hasDoorAt(actor.sites) ?? sql`false`;
  return sql`(${own} or not exists (select 1 from ${areaDevices} where ${areaDevices.areaId} = ${areas.id}))`;
}

/** Areas with a door at one of these sites; no condition without sites. */
export function hasDoorAt(siteIds: readonly SiteId[]): SQL | undefined {
  if (siteIds.length === 0) return undefined;
  return sql`${areas.id} in (
    select ${areaDevices.areaId} from ${areaDevices}
    join ${placements} on ${placements.deviceId} = ${areaDevices.deviceId}
    where ${inArray(placements.siteId, [...siteIds])}
  )`;
}

function orderOf({ id, desc: descending }: AreaListQuery["sort"]): SQL[] {
  const direction = descending ? desc : asc;
  const byName = [direction(sql`${areas.name} collate "und-x-icu"`), direction(areas.id)];
  const counts: Record<string, SQL> = { doors: doorCount, rules: ruleCount, people: peopleCount };
  const count = counts[id];
  return count ? [direction(count), ...byName] : byName;
}

function doorsOf(areaIds: readonly AreaId[]) {
  return getDb()
    .select({
      areaId: areaDevices.areaId,
      name: devices.name,
      siteId: placements.siteId,
      siteName: sites.name,
    })
    .from(areaDevices)
    .innerJoin(devices, eq(devices.id, areaDevices.deviceId))
    .leftJoin(placements, eq(placements.deviceId, areaDevices.deviceId))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .where(inArray(areaDevices.areaId, [...areaIds]))
    .orderBy(asc(sites.name), asc(devices.name));
}

export interface AreaDetail {
  readonly id: AreaId;
  readonly name: string;
  readonly deviceIds: readonly DeviceId[];
  readonly elsewhere: boolean;
  readonly rules: number;
  readonly people: number;
  readonly version: string;
}

/** One area as the form needs it, or null. `id` is as an address has it. */
export async function findArea(actor: Actor, id: string): Promise<AreaDetail | null> {
  assertMay(actor, "devices:read");
  const [areaId] = uuidsOf<AreaId>([id]);
  if (!areaId) return null;
  const db = getDb();
  const [row] = await db
    .select({ rules: ruleCount, people: peopleCount })
    .from(areas)
    .where(and(eq(areas.id, areaId), visible(actor)));
  const record = row && (await findAreaRecord(db, areaId));
  if (!record) return null;
  const seen = record.doors.filter(({ siteId }) => siteId === null || seesSite(actor, siteId));
  return {
    id: areaId,
    name: record.name,
    deviceIds: seen.map((door) => door.deviceId),
    elsewhere:
      actor.sites !== "all" && record.doors.some(({ siteId }) => !siteId || !seesSite(actor, siteId)),
    ...row,
    version: versionOf(record),
  };
}

export interface DoorOption {
  readonly id: DeviceId;
  readonly name: string;
  readonly type: number;
  readonly siteName: string;
}

/** The devices that may be put into an area: those at the actor's sites. */
export async function listDoorOptions(actor: Actor): Promise<DoorOption[]> {
  assertMay(actor, "devices:read");
  return getDb()
    .select({ id: devices.id, name: devices.name, type: devices.type, siteName: sites.name })
    .from(devices)
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]))
    .orderBy(asc(sites.name), asc(devices.name), asc(devices.id));
}

/** The areas that the actor sees, to filter by. */
export async function listAreaOptions(actor: Actor): Promise<{ id: AreaId; name: string }[]> {
  assertMay(actor, "devices:read");
  return getDb()
    .select({ id: areas.id, name: areas.name })
    .from(areas)
    .where(visible(actor))
    .orderBy(asc(areas.name));
}
