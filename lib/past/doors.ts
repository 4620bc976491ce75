import "server-only";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DeviceId, Instant, SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { auditEvents, devices, installation, placements, sites } from "@/lib/db/schema";
import { listKeptFrom } from "@/lib/retention/queries";
import { uuidsOf } from "@/lib/rules/words";
import { gapMinutes, gapsKey, wishesKey } from "./recorded";

export interface PastDoor {
  readonly id: DeviceId;
  readonly name: string;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
  /** Of its site, in which people ask and read. */
  readonly timeZone: string;
  /** Of the device itself, by which it lets people in. */
  readonly clock: string;
  /** Entries from before this moment are deleted; null: none are. */
  readonly entriesFrom: Instant | null;
  /** Nuki does not list it any more since then. */
  readonly missingSince: Instant | null;
  /** When its list was read last. */
  readonly readAt: Instant | null;
  /** From when on it is known what was on it; null: it was never read. */
  readonly knownFrom: Instant | null;
  /** From when on it is recorded what the rules wanted there; null: not yet. */
  readonly rulesKnownFrom: Instant | null;
  /** Times in which its list was not read: what was there only meanwhile is in no answer. */
  readonly gaps: readonly { readonly from: Instant; readonly to: Instant }[];
}

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
  const gaps = sql<[string, string][] | null>`(
    select i.value from installation i where i.key = ${gapsKey("")} || ${devices.id})`;
  const rulesFrom = sql<string | null>`(
    select i.value #>> '{}' from installation i where i.key = ${wishesKey("")} || ${devices.accountId})`;
  const [rows, complete, kept] = await Promise.all([
    getDb()
      .select({
        id: devices.id,
        name: devices.name,
        siteId: placements.siteId,
        siteName: sites.name,
        siteZone: sites.timeZone,
        ownZone: devices.timeZone,
        gaps,
        rulesFrom,
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
    listKeptFrom(Date.now()),
  ]);
  const keptFrom = new Map(kept.map(({ siteId, from }) => [siteId, from]));
  return rows.map(({ siteZone, ownZone, missingSince, readAt, first: firstAt, ...row }) => ({
    ...row,
    timeZone: siteZone ?? ownZone ?? "UTC",
    clock: ownZone ?? siteZone ?? "UTC",
    entriesFrom: keptFrom.get(row.siteId) ?? null,
    missingSince: missingSince?.getTime() ?? null,
    readAt: readAt?.getTime() ?? null,
    knownFrom: later(firstAt?.getTime() ?? readAt?.getTime() ?? null, complete),
    rulesKnownFrom: later(row.rulesFrom === null ? null : Date.parse(row.rulesFrom), complete),
    gaps: (row.gaps ?? []).map(([from, to]) => ({ from: Date.parse(from), to: Date.parse(to) })),
  }));
}

/** The time without a reading in which a moment lies, or null. */
export function gapAt({ gaps }: PastDoor, at: Instant): PastDoor["gaps"][number] | null {
  return gaps.find(({ from, to }) => from < at && at < to) ?? null;
}

/** Nobody read its list around a moment, or since long before it. A device that is gone from Nuki is read no more. */
export function isUnread(door: PastDoor, at: Instant): boolean {
  const { readAt, missingSince } = door;
  const isStale = missingSince === null && readAt !== null && at - readAt > gapMinutes * 60_000;
  return isStale || gapAt(door, at) !== null;
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
