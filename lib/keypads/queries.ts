import "server-only";
import { and, asc, eq, gte, inArray, isNotNull, isNull, ne, notInArray, type SQL, sql } from "drizzle-orm";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  authorizations,
  bindings,
  changes,
  credentials,
  devices,
  entries,
  placements,
  sites,
} from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { codeCapacityOf, type DeviceReach, deviceReachOf } from "@/lib/devices/facts";
import { isBound } from "@/lib/devices/queries";
import { countWrongCodesByHour, lastUseOfDevices } from "@/lib/entries/queries";
import { isWrongCode } from "@/lib/entries/words";
import { uuidsOf } from "@/lib/rules/words";
import { type Burst, burst, burstsOf } from "./bursts";
import { forecastOf } from "./forecast";
import { type KeypadAttention, keypadAttentions, type Standing } from "./schema";
import { ofBinding, standingOf } from "./standing";

export interface KeypadListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** The places on a keypad: the standings of the codes that are on it, what is coming, and what is left. */
export type Slots = Readonly<Record<Standing, number>> & {
  readonly capacity: number;
  /** On the keypad now. */
  readonly used: number;
  /** Under way to it, and not seen there yet. */
  readonly coming: number;
  readonly free: number;
};

export interface Keypad {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly type: number;
  /** 1 or 2, as the device's settings tell. */
  readonly model: number;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
  readonly siteZone: string | null;
  readonly reach: DeviceReach;
  readonly offlineSince: Date | null;
  /** Null where Nuki does not tell. */
  readonly batteryCritical: boolean | null;
  /** When the list of its codes was read last. */
  readonly readAt: Date | null;
  readonly slots: Slots;
  readonly lastUse: Date | null;
  /** Wrong codes of the last 24 hours, hour by hour, and the last burst among them. */
  readonly wrong: { readonly count: number; readonly hours: readonly number[]; readonly burst: Burst | null };
  /** Codes whose owner was seen to use a finger; null where there is no reader. */
  readonly fingers: number | null;
  readonly attention: readonly KeypadAttention[];
}

export const hoursShown = 24;
const hourMs = 3_600_000;

/**
 * One page of the keypads. What asks for attention is computed from figures that every row needs anyway, so the keypads of
 * an office (dozens, not thousands) are read whole.
 */
export async function listKeypads(
  actor: Actor,
  query: KeypadListQuery,
  now: Date,
): Promise<{ rows: Keypad[]; total: number }> {
  assertMay(actor, "devices:read");
  const siteIds = uuidsOf<SiteId>(query.filters.site);
  const all = await readKeypads(
    actor,
    now,
    and(
      siteIds.length > 0 ? inArray(placements.siteId, siteIds) : undefined,
      likeWords(sql`lower(${devices.name} || ' ' || coalesce(${sites.name}, ''))`, query.q),
    ),
  );
  const found = all.filter((keypad) => fits(keypad, query.filters)).sort(orderOf(query.sort));
  return { total: found.length, rows: found.slice(query.offset, query.offset + query.pageSize) };
}

/** The keypad of one device, or null. `id` is as an address has it. */
export async function findKeypad(actor: Actor, id: string, now: Date): Promise<Keypad | null> {
  assertMay(actor, "devices:read");
  const [deviceId] = uuidsOf<DeviceId>([id]);
  if (!deviceId) return null;
  const [keypad] = await readKeypads(actor, now, eq(devices.id, deviceId));
  return keypad ?? null;
}

/** Bursts of wrong codes at one door in these days, the latest first. */
export async function listBursts(
  actor: Actor,
  deviceId: DeviceId,
  { now, days }: { now: Date; days: number },
): Promise<Burst[]> {
  assertMay(actor, "devices:read");
  const since = new Date(now.getTime() - days * 24 * hourMs);
  const tries = await readTries(actor, [deviceId], since);
  return burstsOf(tries.get(deviceId) ?? []).reverse();
}

async function readKeypads(actor: Actor, now: Date, condition: SQL | undefined): Promise<Keypad[]> {
  const rows = await getDb()
    .select({
      deviceId: devices.id,
      name: devices.name,
      type: devices.type,
      model: sql<number>`${devices.keypadModel}`,
      siteId: placements.siteId,
      siteName: sites.name,
      siteZone: sites.timeZone,
      serverState: devices.serverState,
      adminPinState: devices.adminPinState,
      missingSince: devices.missingSince,
      offlineSince: devices.offlineSince,
      batteryCritical: devices.keypadBatteryCritical,
      readAt: devices.authorizationsSeenAt,
    })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        isNotNull(devices.keypadModel),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
        condition,
      ),
    )
    .orderBy(asc(devices.id));
  const ids = rows.map((row) => row.deviceId);
  if (ids.length === 0) return [];
  const [standings, coming, lastUse, hours, fingers] = await Promise.all([
    countStandings(ids, now),
    countComing(ids),
    lastUseOfDevices(actor, ids, "keypad"),
    countWrongCodesByHour(actor, { deviceIds: ids, hours: hoursShown, now }),
    countFingers(ids),
  ]);
  const since = new Date(now.getTime() - hoursShown * hourMs);
  const suspects = ids.filter((id) => sum(hours.get(id) ?? []) >= burst.count);
  const tries = await readTries(actor, suspects, since);
  return rows.map(({ serverState, adminPinState, missingSince, ...row }) => {
    const own = hours.get(row.deviceId) ?? Array.from({ length: hoursShown }, () => 0);
    const facts = {
      slots: slotsOf(row.type, standings.get(row.deviceId), coming.get(row.deviceId) ?? 0),
      wrong: { count: sum(own), hours: own, burst: burstsOf(tries.get(row.deviceId) ?? []).at(-1) ?? null },
      batteryCritical: row.batteryCritical,
    };
    return {
      ...row,
      ...facts,
      offlineSince: row.offlineSince ?? missingSince,
      reach: deviceReachOf({ serverState, adminPinState, missingSince }),
      lastUse: lastUse.get(row.deviceId) ?? null,
      fingers: row.model === 2 ? (fingers.get(row.deviceId) ?? 0) : null,
      attention: attentionOf(facts),
    };
  });
}

function attentionOf({
  slots,
  wrong,
  batteryCritical,
}: Pick<Keypad, "slots" | "wrong" | "batteryCritical">): KeypadAttention[] {
  const { level } = forecastOf({ ...slots, adding: slots.coming, removing: 0 });
  const found: Record<KeypadAttention, boolean> = {
    burst: wrong.burst !== null,
    battery: batteryCritical === true,
    full: level === "full",
    nearly_full: level === "nearly_full",
    expired: slots.expired + slots.expired_unmanaged > 0,
  };
  return keypadAttentions.filter((item) => found[item]);
}

function slotsOf(type: number, counts: ReadonlyMap<Standing, number> | undefined, coming: number): Slots {
  const count = (standing: Standing) => counts?.get(standing) ?? 0;
  const capacity = codeCapacityOf(type);
  const used = sum([...(counts?.values() ?? [])]);
  return {
    ours: count("ours"),
    pending: count("pending"),
    unmanaged: count("unmanaged"),
    expired: count("expired"),
    expired_unmanaged: count("expired_unmanaged"),
    capacity,
    used,
    coming,
    free: Math.max(0, capacity - used - coming),
  };
}

async function countStandings(
  ids: readonly DeviceId[],
  now: Date,
): Promise<Map<DeviceId, Map<Standing, number>>> {
  const rows = await getDb()
    .select({
      deviceId: authorizations.deviceId,
      standing: standingOf(now),
      count: sql<number>`count(*)::int`,
    })
    .from(authorizations)
    .leftJoin(bindings, isBound)
    .leftJoin(credentials, ofBinding)
    .where(and(inArray(authorizations.deviceId, [...ids]), eq(authorizations.type, 13)))
    // By place: the same expression a second time would have parameters of its own.
    .groupBy(authorizations.deviceId, sql`2`);
  const found = new Map<DeviceId, Map<Standing, number>>();
  for (const { deviceId, standing, count } of rows) {
    const own = found.get(deviceId) ?? new Map<Standing, number>();
    found.set(deviceId, own.set(standing, count));
  }
  return found;
}

/** Codes that are to be created and do not show yet: their places are taken. */
async function countComing(ids: readonly DeviceId[]): Promise<Map<DeviceId, number>> {
  const rows = await getDb()
    .select({ deviceId: changes.deviceId, count: sql<number>`count(*)::int` })
    .from(changes)
    .leftJoin(
      bindings,
      and(
        eq(bindings.staffId, changes.staffId),
        eq(bindings.deviceId, changes.deviceId),
        eq(bindings.kind, changes.kind),
        isNull(bindings.endedAt),
      ),
    )
    .where(
      and(
        inArray(changes.deviceId, [...ids]),
        isNull(changes.closedAt),
        isNull(bindings.id),
        eq(changes.op, "create"),
        eq(changes.kind, "keypad"),
        notInArray(changes.state, ["failed", "needs_review"]),
      ),
    )
    .groupBy(changes.deviceId);
  return new Map(rows.map((row) => [row.deviceId, row.count]));
}

/** By how many of its codes somebody was let in with a finger, as far as the kept entries go. */
async function countFingers(ids: readonly DeviceId[]): Promise<Map<DeviceId, number>> {
  const rows = await getDb()
    .select({ deviceId: entries.deviceId, count: sql<number>`count(distinct ${entries.authId})::int` })
    .from(entries)
    .where(and(inArray(entries.deviceId, [...ids]), eq(entries.source, 2), eq(entries.state, 0)))
    .groupBy(entries.deviceId);
  return new Map(rows.map((row) => [row.deviceId, row.count]));
}

/** When each of these doors was tried with something that it does not know. */
async function readTries(
  actor: Actor,
  ids: readonly DeviceId[],
  since: Date,
): Promise<Map<DeviceId, number[]>> {
  if (ids.length === 0) return new Map();
  const rows = await getDb()
    .select({
      deviceId: entries.deviceId,
      at: entries.occurredAt,
      action: entries.action,
      trigger: entries.trigger,
      source: entries.source,
      state: entries.state,
    })
    .from(entries)
    .leftJoin(placements, eq(placements.deviceId, entries.deviceId))
    .where(
      and(
        inArray(entries.deviceId, [...ids]),
        gte(entries.occurredAt, since),
        inArray(entries.trigger, [253, 255]),
        ne(entries.state, 0),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    );
  const found = new Map<DeviceId, number[]>();
  for (const row of rows) {
    if (!isWrongCode(row)) continue;
    found.set(row.deviceId, [...(found.get(row.deviceId) ?? []), row.at.getTime()]);
  }
  return found;
}

function fits({ model, attention }: Keypad, filters: KeypadListQuery["filters"]): boolean {
  const { model: models = [], attention: asked = [] } = filters;
  if (models.length > 0 && !models.includes(String(model))) return false;
  if (asked.length === 0) return true;
  return attention.some(
    (item) => asked.includes("any") || asked.includes(item === "full" ? "nearly_full" : item),
  );
}

function orderOf({ id, desc }: KeypadListQuery["sort"]): (a: Keypad, b: Keypad) => number {
  const sign = desc ? -1 : 1;
  const byName = (a: Keypad, b: Keypad) =>
    a.name.localeCompare(b.name) || a.deviceId.localeCompare(b.deviceId);
  const urgency = ({ attention: [first] }: Keypad) =>
    first === undefined ? keypadAttentions.length : keypadAttentions.indexOf(first);
  const fill = ({ slots }: Keypad) => (slots.used + slots.coming) / slots.capacity;
  return (a, b) => {
    switch (id) {
      case "name":
        return sign * byName(a, b);
      case "site":
        return sign * (a.siteName ?? "").localeCompare(b.siteName ?? "") || byName(a, b);
      case "slots":
        return sign * (fill(a) - fill(b)) || byName(a, b);
      case "wrong":
        return sign * (a.wrong.count - b.wrong.count) || byName(a, b);
      case "used":
        return sign * ((a.lastUse?.getTime() ?? 0) - (b.lastUse?.getTime() ?? 0)) || byName(a, b);
      default:
        return (
          sign * (urgency(a) - urgency(b)) ||
          (a.siteName ?? "").localeCompare(b.siteName ?? "") ||
          byName(a, b)
        );
    }
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
