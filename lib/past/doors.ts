import "server-only";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DeviceId, Instant, SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { auditEvents, credentialLives, devices, installation, placements, sites } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";

export interface PastDoor {
  readonly id: DeviceId;
  readonly name: string;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
  /** Of its site, in which people ask and read. */
  readonly timeZone: string;
  /** Of the device itself, by which it lets people in. */
  readonly clock: string;
  /** Entries are kept for so many days; null: without end. */
  readonly entriesDays: number | null;
  /** Nuki does not list it any more since then. */
  readonly missingSince: Instant | null;
  /** When its list was read last. */
  readonly readAt: Instant | null;
  /** From when on it is known what was on it; null: it was never read. */
  readonly knownFrom: Instant | null;
}

/** A door without a site keeps its entries as long as a new site does. */
const defaultEntriesDays = 90;

/** The actor's doors, those without a site too for who looks after all. */
export function listDoors(actor: Actor): Promise<PastDoor[]> {
  return readDoors(actor, undefined);
}

/** One of them, or null. `id` is as an address has it. */
export async function findDoor(actor: Actor, id: string): Promise<PastDoor | null> {
  const [deviceId] = uuidsOf<DeviceId>([id]);
  if (!deviceId) return null;
  const [door] = await readDoors(actor, eq(devices.id, deviceId));
  return door ?? null;
}

async function readDoors(actor: Actor, condition: SQL | undefined): Promise<PastDoor[]> {
  // One step into the index per door: its first life, and the reading before that if there was one.
  const first = sql<Date | null>`(
    select coalesce(l.not_before, l.from_at) from authorization_lives l
      where l.device_id = ${devices.id} order by l.from_at limit 1)`.mapWith(devices.authorizationsSeenAt);
  const [rows, complete] = await Promise.all([
    getDb()
      .select({
        id: devices.id,
        name: devices.name,
        siteId: placements.siteId,
        siteName: sites.name,
        siteZone: sites.timeZone,
        ownZone: devices.timeZone,
        entriesDays: sites.entriesDays,
        missingSince: devices.missingSince,
        readAt: devices.authorizationsSeenAt,
        first,
      })
      .from(devices)
      .leftJoin(placements, eq(placements.deviceId, devices.id))
      .leftJoin(sites, eq(sites.id, placements.siteId))
      .where(and(condition, actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites])))
      .orderBy(asc(sites.name), asc(devices.name), asc(devices.id)),
    completeFrom(),
  ]);
  return rows.map(({ siteZone, ownZone, missingSince, readAt, first: firstAt, ...row }) => ({
    ...row,
    timeZone: siteZone ?? ownZone ?? "UTC",
    clock: ownZone ?? siteZone ?? "UTC",
    entriesDays: row.siteId === null ? defaultEntriesDays : row.entriesDays,
    missingSince: missingSince?.getTime() ?? null,
    readAt: readAt?.getTime() ?? null,
    knownFrom: later(firstAt?.getTime() ?? readAt?.getTime() ?? null, complete),
  }));
}

/** From when on it is recorded what the rules wanted; null: not yet. */
export async function rulesKnownFrom(): Promise<Instant | null> {
  const [[first], complete] = await Promise.all([
    getDb()
      .select({ at: credentialLives.fromAt })
      .from(credentialLives)
      .orderBy(asc(credentialLives.id))
      .limit(1),
    completeFrom(),
  ]);
  return later(first?.at.getTime() ?? null, complete);
}

/**
 * Nothing is complete before this moment: what ended earlier may have been deleted, or ended before an older release of
 * Postern that did not record it was replaced. Null: all is here.
 */
async function completeFrom(): Promise<Instant | null> {
  const [[deleted], [recorded]] = await Promise.all([
    getDb()
      .select({ before: sql<string | null>`max(${auditEvents.detail} ->> 'before')` })
      .from(auditEvents)
      .where(eq(auditEvents.type, "past.deleted")),
    getDb()
      .select({ from: sql<string>`${installation.value} #>> '{}'` })
      .from(installation)
      .where(eq(installation.key, "past_recorded_from")),
  ]);
  const borders = [deleted?.before, recorded?.from].flatMap((text) => (text ? [Date.parse(text)] : []));
  return borders.length === 0 ? null : Math.max(...borders);
}

function later(from: Instant | null, border: Instant | null): Instant | null {
  return from === null || border === null ? from : Math.max(from, border);
}
