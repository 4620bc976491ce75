import "server-only";
import { and, desc, eq, gte, inArray, isNotNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { authorizations, devices, entries, placements, staff } from "@/lib/db/schema";
import { type NameView, nameViewOf, seenThrough } from "@/lib/privacy/names";
import { type EntryFacts, openingActions, wrongStates } from "./words";

export interface Entry extends EntryFacts {
  readonly id: number;
  readonly occurredAt: Date;
  /** Much later than `occurredAt` where the door was offline. */
  readonly receivedAt: Date;
  readonly authId: string | null;
  /** The name on the authorization when it was used; empty for what the door does by itself. */
  readonly name: string;
  readonly staffId: StaffId | null;
  /** What the person is called today. */
  readonly staffName: string | null;
}

export interface EntryPlace {
  readonly occurredAt: Date;
  readonly id: number;
}

/** The entries of one door, newest first; `before` is the last one of the page before. */
export async function listDoorEntries(
  actor: Actor,
  deviceId: DeviceId,
  { limit, before }: { limit: number; before?: EntryPlace | null },
): Promise<Entry[]> {
  assertMay(actor, "devices:read");
  const view = await nameViewOf(actor);
  const rows = await getDb()
    .select({
      id: entries.id,
      occurredAt: entries.occurredAt,
      receivedAt: entries.receivedAt,
      deviceType: entries.deviceType,
      action: entries.action,
      trigger: entries.trigger,
      state: entries.state,
      source: entries.source,
      autoUnlock: entries.autoUnlock,
      ajarMinutes: entries.ajarMinutes,
      opener: entries.opener,
      authId: entries.authId,
      name: entries.name,
      staffId: entries.staffId,
      staffName: staff.displayName,
      isDevice: isOfDevice(view),
    })
    .from(entries)
    .leftJoin(staff, eq(staff.id, entries.staffId))
    .where(
      and(
        eq(entries.deviceId, deviceId),
        isVisible(actor, entries.deviceId),
        before ? isBefore(before) : undefined,
      ),
    )
    .orderBy(desc(entries.occurredAt), desc(entries.id))
    .limit(limit);
  return rows.map((row) => seenThrough(view, row));
}

/** The authorization of an entry is a bridge's (1) or a keypad's (3): its name is no person's. Of no interest while names are shown. */
export function isOfDevice({ hidden }: NameView): SQL<boolean> {
  if (!hidden) return sql<boolean>`false`;
  return sql<boolean>`exists (
    select 1 from ${authorizations} as used
    where used.device_id = ${entries.deviceId} and used.nuki_id = ${entries.authId} and used.type in (1, 3))`;
}

function isBefore({ occurredAt, id }: EntryPlace): SQL | undefined {
  return or(lt(entries.occurredAt, occurredAt), and(eq(entries.occurredAt, occurredAt), lt(entries.id, id)));
}

/** When each of these doors last let somebody in, or was last opened with a code or finger. */
export async function lastUseOfDevices(
  actor: Actor,
  deviceIds: readonly DeviceId[],
  by: "anything" | "keypad" = "anything",
): Promise<Map<DeviceId, Date>> {
  assertMay(actor, "devices:read");
  if (deviceIds.length === 0) return new Map();
  // One step into the index per device, however many entries there are.
  const latest = getDb()
    .select({ at: entries.occurredAt })
    .from(entries)
    .where(
      and(
        eq(entries.deviceId, devices.id),
        eq(entries.state, 0),
        or(
          and(ne(entries.deviceType, 2), inArray(entries.action, [...openingActions.lock])),
          and(eq(entries.deviceType, 2), inArray(entries.action, [...openingActions.opener])),
        ),
        by === "keypad" ? eq(entries.trigger, 255) : undefined,
      ),
    )
    .orderBy(desc(entries.occurredAt))
    .limit(1)
    .as("latest");
  const rows = await getDb()
    .select({ id: devices.id, at: latest.at })
    .from(devices)
    .innerJoinLateral(latest, sql`true`)
    .where(and(inArray(devices.id, [...deviceIds]), isVisible(actor, devices.id)));
  return new Map(rows.map((row) => [row.id, row.at]));
}

/**
 * When each authorization of this door was last used with success: what proves a credential at the door. By Nuki's id of
 * the authorization.
 */
export async function lastEntriesOfDoor(actor: Actor, deviceId: DeviceId): Promise<Map<string, Date>> {
  assertMay(actor, "devices:read");
  const rows = await getDb()
    .select({ authId: entries.authId, at: lastAt })
    .from(entries)
    .where(and(eq(entries.deviceId, deviceId), isVisible(actor, entries.deviceId), provesAuthorization))
    .groupBy(entries.authId);
  return new Map(rows.flatMap(({ authId, at }) => (authId ? [[authId, at] as const] : [])));
}

const lastAt = sql<Date>`max(${entries.occurredAt})`.mapWith(entries.occurredAt);
const provesAuthorization = and(isNotNull(entries.authId), eq(entries.state, 0), ne(entries.trigger, 253));

/** `isWrongCode` of words.ts, for the database. */
const isWrong = sql`(
  (${entries.trigger} = 255 and ${inArray(entries.state, [...wrongStates])})
  or (${entries.trigger} = 253 and ${entries.source} is distinct from 3))`;

const hourMs = 3_600_000;

/**
 * How often each of these doors was tried with a code (finger, tag) that it does not know, hour by hour for a sparkline:
 * so many full hours, the last one ends at `now`. Doors without any are left out.
 */
export async function countWrongCodesByHour(
  actor: Actor,
  { deviceIds, hours, now }: { deviceIds: readonly DeviceId[]; hours: number; now: Date },
): Promise<Map<DeviceId, number[]>> {
  assertMay(actor, "devices:read");
  if (deviceIds.length === 0) return new Map();
  const since = new Date(now.getTime() - hours * hourMs);
  const hour = sql<number>`floor(extract(epoch from ${entries.occurredAt} - ${since.toISOString()}::timestamptz) / 3600)::int`;
  const rows = await getDb()
    .select({ deviceId: entries.deviceId, hour, count: sql<number>`count(*)::int` })
    .from(entries)
    .where(and(wrongSince(actor, deviceIds, since), lt(entries.occurredAt, now)))
    .groupBy(entries.deviceId, sql`2`);
  const counts = new Map<DeviceId, number[]>();
  for (const row of rows) {
    const ofDevice = counts.get(row.deviceId) ?? Array.from({ length: hours }, () => 0);
    ofDevice[row.hour] = row.count;
    counts.set(row.deviceId, ofDevice);
  }
  return counts;
}

function wrongSince(actor: Actor, deviceIds: readonly DeviceId[], since: Date): SQL | undefined {
  return and(
    inArray(entries.deviceId, [...deviceIds]),
    isVisible(actor, entries.deviceId),
    gte(entries.occurredAt, since),
    isWrong,
  );
}

/** Devices of the actor's sites; those without a site are seen by who looks after all. */
function isVisible(actor: Actor, deviceId: AnyPgColumn): SQL | undefined {
  if (actor.sites === "all") return undefined;
  return inArray(
    deviceId,
    getDb()
      .select({ id: placements.deviceId })
      .from(placements)
      .where(inArray(placements.siteId, [...actor.sites])),
  );
}
