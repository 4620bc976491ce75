import "server-only";
import { and, asc, eq, inArray, isNull, lt, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { lockTrail, record } from "@/lib/audit/record";
import { systemActor } from "@/lib/auth/actor";
import { type Db, getDb, type Tx, transact } from "@/lib/db/connection";
import { devices, entries, placements, sites } from "@/lib/db/schema";
import { borderOf, defaultEntriesDays } from "./borders";
import { getHoldsInForce, isSiteHeld } from "./holds";
import { proveEntries } from "./proof";

/**
 * So many in one transaction. The embedded database never leaves the thread, and others wait meanwhile: the rest is for the
 * next run, which follows at once.
 */
export const mostAtOnce = 1_000;
/** To count further takes longer than it tells. */
export const mostCounted = 10_000;

/**
 * Deletes the oldest entries that are older than the days of their door's site, with an event for each site that proves
 * what went in the same transaction: a process that dies in the middle has deleted nothing without a record. Tells if
 * there are more.
 */
export async function deleteOldEntries(now: Date, most = mostAtOnce): Promise<boolean> {
  const rows = await getDb().select({ id: sites.id }).from(sites).orderBy(asc(sites.id));
  let more = false;
  for (const siteId of [...rows.map(({ id }) => id), null]) {
    if (await hasOld(siteId, now)) {
      const deleted = await transact((tx) => deleteOfSite(tx, siteId, { now, most }));
      more ||= deleted === most;
    }
    await new Promise((next) => setImmediate(next));
  }
  return more;
}

/** Asked before, since whoever deletes keeps all others from writing to the trail. */
async function hasOld(siteId: SiteId | null, now: Date): Promise<boolean> {
  const place = await findPlace(getDb(), siteId, now);
  return place !== null && (await listDoors(getDb(), place)).length > 0;
}

interface Place {
  readonly siteId: SiteId | null;
  readonly name: string;
  readonly before: Date;
  /** Their entries stay. */
  readonly held: readonly StaffId[];
}

/** Null: nothing of this site gets old, or is to be deleted now. */
async function findPlace(db: Db | Tx, siteId: SiteId | null, now: Date): Promise<Place | null> {
  const holds = await getHoldsInForce(db);
  if (isSiteHeld(holds, siteId)) return null;
  const nowhere = { name: "", days: defaultEntriesDays, timeZone: "UTC" };
  const [site] =
    siteId === null
      ? [nowhere]
      : await db
          .select({ name: sites.name, days: sites.entriesDays, timeZone: sites.timeZone })
          .from(sites)
          .where(eq(sites.id, siteId));
  const border = site ? borderOf(now.getTime(), site.days, site.timeZone) : null;
  if (!site || border === null) return null;
  return { siteId, name: site.name, before: new Date(border), held: [...holds.people.keys()] };
}

/** The doors of the place that have something to delete. */
async function listDoors(db: Db | Tx, place: Place): Promise<DeviceId[]> {
  const rows = await db
    .select({ id: devices.id })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(
      and(
        isAt(place.siteId),
        sql`exists (select 1 from ${entries} where ${entries.deviceId} = ${devices.id} and ${isOld(place)})`,
      ),
    )
    .orderBy(asc(devices.id));
  return rows.map(({ id }) => id);
}

/** Is the device of this placement, if it has one, there? */
export function isAt(siteId: SiteId | null): SQL {
  return siteId === null ? isNull(placements.siteId) : eq(placements.siteId, siteId);
}

function isOld({ before, held }: Place): SQL | undefined {
  const isFree = or(isNull(entries.staffId), notInArray(entries.staffId, [...held]));
  return and(lt(entries.occurredAt, before), held.length > 0 ? isFree : undefined);
}

async function deleteOfSite(
  tx: Tx,
  siteId: SiteId | null,
  { now, most }: { now: Date; most: number },
): Promise<number> {
  // Whoever places a hold or writes other days waits for this lock, too: what is read now holds until the end.
  await lockTrail(tx);
  const place = await findPlace(tx, siteId, now);
  if (!place) return 0;
  const gone: Deleted[] = [];
  for (const deviceId of await listDoors(tx, place)) {
    if (gone.length >= most) break;
    gone.push(...(await deleteOfDoor(tx, deviceId, place, most - gone.length)));
  }
  if (gone.length === 0) return 0;
  const times = gone.map(({ occurredAt }) => occurredAt.getTime()).sort((a, b) => a - b);
  const isoOf = (time = 0) => new Date(time).toISOString();
  const detail = {
    ...{ name: place.name, count: gone.length, before: place.before.toISOString() },
    ...{ oldest: isoOf(times[0]), newest: isoOf(times.at(-1)) },
    ...proveEntries(gone),
    heldBack: await countHeld(tx, place),
  };
  const subject = siteId === null ? {} : { subjectId: siteId };
  await record(tx, systemActor(), [{ type: "entries.deleted", ...subject, detail }], now);
  return gone.length;
}

type Deleted = Awaited<ReturnType<typeof deleteOfDoor>>[number];

/** The oldest ones of a door, the one after the other: so which ones went together can be told from a copy. */
async function deleteOfDoor(tx: Tx, deviceId: DeviceId, place: Place, most: number) {
  const oldest = tx
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.deviceId, deviceId), isOld(place)))
    .orderBy(asc(entries.occurredAt), asc(entries.id))
    .limit(most);
  return tx.delete(entries).where(inArray(entries.id, oldest)).returning({
    id: entries.nukiId,
    deviceId: entries.deviceId,
    occurredAt: entries.occurredAt,
    receivedAt: entries.receivedAt,
    person: entries.person,
    staffId: entries.staffId,
    name: entries.name,
    authorizationId: entries.authId,
    outcome: entries.outcome,
    deviceType: entries.deviceType,
    action: entries.action,
    trigger: entries.trigger,
    state: entries.state,
    source: entries.source,
    autoUnlock: entries.autoUnlock,
    ajarMinutes: entries.ajarMinutes,
    opener: entries.opener,
  });
}

/** How many stay only because somebody is held. */
async function countHeld(tx: Tx, { siteId, before, held }: Place): Promise<number> {
  if (held.length === 0) return 0;
  const some = tx
    .select({ id: entries.id })
    .from(entries)
    .leftJoin(placements, eq(placements.deviceId, entries.deviceId))
    .where(and(inArray(entries.staffId, [...held]), lt(entries.occurredAt, before), isAt(siteId)))
    .limit(mostCounted)
    .as("some");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}
