import "server-only";
import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { AccountId, AreaId, DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  areaDevices,
  authorizations,
  bindings,
  credentials,
  devices,
  placements,
  sites,
} from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { uuidsOf } from "@/lib/rules/words";
import { statesOf } from "@/lib/staff/list";
import {
  type Attention,
  attentionOf,
  attentions,
  type BoltState,
  boltOf,
  codeCapacityOf,
  compareFirmware,
  type DeviceReach,
  deviceReachOf,
  newestFirmwareOf,
  typeFilterOf,
} from "./facts";

export interface DeviceListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** A device as it was seen last, with what asks for a person. */
export interface Device {
  readonly id: DeviceId;
  readonly accountId: AccountId;
  readonly nukiId: number;
  readonly name: string;
  readonly type: number;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
  readonly siteZone: string | null;
  /** The zone that the device's own clock follows; null when it has none that we know. */
  readonly timeZone: string | null;
  readonly state: number | null;
  readonly doorState: number | null;
  readonly mode: number | null;
  readonly ringToOpenUntil: Date | null;
  /** Since when the state is what it is, as far as we saw. */
  readonly stateSince: Date | null;
  readonly serverState: number;
  readonly adminPinState: number;
  readonly batteryCritical: boolean;
  readonly batteryCharge: number | null;
  readonly batteryCharging: boolean | null;
  readonly keypadBatteryCritical: boolean | null;
  readonly doorsensorBatteryCritical: boolean | null;
  readonly keypadModel: number | null;
  readonly firmware: string;
  /** The newest that was seen on a device like this in the same account, when this one has an older one. */
  readonly newerFirmware: string | null;
  readonly hardware: string | null;
  readonly fobPaired: boolean | null;
  readonly productVariant: number | null;
  readonly seenAt: Date;
  readonly offlineSince: Date | null;
  readonly missingSince: Date | null;
  readonly authorizationsSeenAt: Date | null;
  readonly reach: DeviceReach;
  readonly bolt: BoltState;
  readonly attention: readonly Attention[];
}

export interface DeviceCounts {
  /** People with something on the door. */
  readonly people: number;
  readonly active: number;
  readonly pending: number;
  readonly attention: number;
  /** Keypad codes on the device that are bound to credentials of ours, and those that are not. */
  readonly codes: { readonly ours: number; readonly unmanaged: number; readonly capacity: number };
}

export type DeviceRow = Device & { readonly counts: DeviceCounts };

/**
 * One page of the devices. What asks for attention is computed, not stored, so the devices that an office has (dozens,
 * not thousands) are read whole, and only the figures of the page are counted.
 */
export async function listDevices(
  actor: Actor,
  query: DeviceListQuery,
  now: Date,
): Promise<{ rows: DeviceRow[]; total: number }> {
  assertMay(actor, "devices:read");
  const areaIds = uuidsOf<AreaId>(query.filters.area);
  const siteIds = uuidsOf<SiteId>(query.filters.site);
  const all = await readDevices(
    actor,
    now,
    and(
      siteIds.length > 0 ? inArray(placements.siteId, siteIds) : undefined,
      areaIds.length > 0
        ? sql`${devices.id} in (
            select ${areaDevices.deviceId} from ${areaDevices} where ${inArray(areaDevices.areaId, areaIds)}
          )`
        : undefined,
      likeWords(sql`lower(${devices.name} || ' ' || coalesce(${sites.name}, ''))`, query.q),
    ),
  );
  const found = all.filter((device) => fits(device, query.filters)).sort(orderOf(query.sort));
  const page = found.slice(query.offset, query.offset + query.pageSize);
  const counts = await countsOf(page);
  return {
    total: found.length,
    rows: page.map((device) => ({ ...device, counts: counts.get(device.id) ?? none(device.type) })),
  };
}

/** A list of locks unless the filter says otherwise: openers have a page of their own, unknown devices have not. */
function fits(device: Device, filters: DeviceListQuery["filters"]): boolean {
  const { type = [], state = [], battery = [], reach = [], firmware = [], attention = [] } = filters;
  const isWanted = type.length === 0 ? device.type !== 2 : type.includes(typeFilterOf(device.type));
  if (!isWanted && !type.includes("all")) return false;
  if (state.length > 0 && !state.includes(device.bolt)) return false;
  if (reach.length > 0 && !reach.includes(device.reach)) return false;
  if (firmware.includes("behind") && device.newerFirmware === null) return false;
  if (battery.length > 0 && !lowBatteriesOf(device).some((part) => battery.includes(part))) return false;
  if (attention.length === 0) return true;
  return device.attention.some((item) => attention.includes("any") || attention.includes(groupOf(item)));
}

/** Below so many percent a battery is worth a look before it is critical. */
const lowCharge = 30;

function lowBatteriesOf(device: Device): string[] {
  const isLow =
    device.batteryCritical || (device.batteryCharge !== null && device.batteryCharge <= lowCharge);
  const critical = [
    ...(device.batteryCritical ? ["lock"] : []),
    ...(device.keypadBatteryCritical ? ["keypad"] : []),
    ...(device.doorsensorBatteryCritical ? ["sensor"] : []),
  ];
  return [...critical, ...(isLow ? ["low"] : [])];
}

/** Batteries of the lock, its keypad and its sensor are one errand. */
function groupOf(item: Attention): string {
  return item === "keypad_battery" || item === "sensor_battery" ? "battery" : item;
}

function orderOf({ id, desc }: DeviceListQuery["sort"]): (a: Device, b: Device) => number {
  const sign = desc ? -1 : 1;
  const words = (a: string, b: string) => a.localeCompare(b);
  const byName = (a: Device, b: Device) => words(a.name, b.name) || words(a.id, b.id);
  // Nothing known comes last in both directions.
  const byNumber = (a: number | null, b: number | null) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (a - b);
  };
  const urgency = ({ attention: [first] }: Device) =>
    first === undefined ? attentions.length : attentions.indexOf(first);
  return (a, b) => {
    switch (id) {
      case "name":
        return sign * byName(a, b);
      case "site":
        return sign * words(a.siteName ?? "", b.siteName ?? "") || byName(a, b);
      case "battery":
        return byNumber(chargeOf(a), chargeOf(b)) || byName(a, b);
      case "firmware":
        return sign * compareFirmware(a.firmware, b.firmware) || byName(a, b);
      case "seen":
        return sign * (a.seenAt.getTime() - b.seenAt.getTime()) || byName(a, b);
      default:
        return sign * (urgency(a) - urgency(b)) || words(a.siteName ?? "", b.siteName ?? "") || byName(a, b);
    }
  };
}

/** Old models tell no percentage, only that they are running out. */
function chargeOf(device: Device): number | null {
  return device.batteryCharge ?? (device.batteryCritical ? 0 : null);
}

/** One device, or null. `id` is as an address has it. */
export async function findDevice(actor: Actor, id: string, now: Date): Promise<DeviceRow | null> {
  assertMay(actor, "devices:read");
  const [deviceId] = uuidsOf<DeviceId>([id]);
  if (!deviceId) return null;
  const [device] = await readDevices(actor, now, eq(devices.id, deviceId));
  if (!device) return null;
  const counts = await countsOf([device]);
  return { ...device, counts: counts.get(deviceId) ?? none(device.type) };
}

/** Devices that nobody has given a site yet: for who looks after all sites. */
export async function countNewDevices(actor: Actor): Promise<number> {
  assertMay(actor, "devices:read");
  if (actor.sites !== "all") return 0;
  const [row] = await getDb()
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(isNull(placements.siteId));
  return row?.count ?? 0;
}

async function readDevices(actor: Actor, now: Date, condition: SQL | undefined): Promise<Device[]> {
  const db = getDb();
  // Of the whole account, whatever the actor sees of it: which release is out is no secret of a site.
  const seen = db
    .selectDistinct({
      accountId: devices.accountId,
      type: devices.type,
      productVariant: devices.productVariant,
      firmware: devices.firmware,
    })
    .from(devices)
    .where(isNull(devices.missingSince));
  const found = db
    .select({
      id: devices.id,
      accountId: devices.accountId,
      nukiId: devices.nukiId,
      name: devices.name,
      type: devices.type,
      siteId: placements.siteId,
      siteName: sites.name,
      siteZone: sites.timeZone,
      timeZone: devices.timeZone,
      state: devices.state,
      doorState: devices.doorState,
      mode: devices.mode,
      ringToOpenUntil: devices.ringToOpenUntil,
      stateSince: devices.stateSince,
      serverState: devices.serverState,
      adminPinState: devices.adminPinState,
      batteryCritical: devices.batteryCritical,
      batteryCharge: devices.batteryCharge,
      batteryCharging: devices.batteryCharging,
      keypadBatteryCritical: devices.keypadBatteryCritical,
      doorsensorBatteryCritical: devices.doorsensorBatteryCritical,
      keypadModel: devices.keypadModel,
      firmware: devices.firmware,
      hardware: devices.hardware,
      fobPaired: devices.fobPaired,
      productVariant: devices.productVariant,
      seenAt: devices.seenAt,
      offlineSince: devices.offlineSince,
      missingSince: devices.missingSince,
      authorizationsSeenAt: devices.authorizationsSeenAt,
    })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .where(and(actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]), condition))
    .orderBy(asc(devices.id));
  const [rows, versions] = await Promise.all([found, seen]);
  const newestOf = newestFirmwareOf(versions);
  return rows.map((row) => {
    const reach = deviceReachOf(row);
    const newest = newestOf(row);
    const isBehind = newest !== null && row.firmware !== "" && compareFirmware(newest, row.firmware) > 0;
    return {
      ...row,
      reach,
      bolt: boltOf({ ...row, reach }),
      newerFirmware: isBehind ? newest : null,
      attention: attentionOf(row, now.getUTCFullYear()),
    };
  });
}

async function countsOf(page: readonly Device[]): Promise<Map<DeviceId, DeviceCounts>> {
  const ids = page.map((device) => device.id);
  if (ids.length === 0) return new Map();
  const db = getDb();
  const inStates = (states: readonly string[], also = sql`true`) =>
    sql<number>`count(*) filter (where ${inArray(credentials.state, [...states] as never[])} and ${also})`.mapWith(
      Number,
    );
  const [people, codes] = await Promise.all([
    db
      .select({
        deviceId: credentials.deviceId,
        people: sql<number>`count(distinct ${credentials.staffId})`.mapWith(Number),
        // A former code beside the new one is no second access; when it does not go as it should, it counts.
        active: inStates(statesOf.active, sql`${credentials.kind} <> 'keypad_old'`),
        pending: inStates(statesOf.pending),
        attention: inStates(statesOf.attention),
      })
      .from(credentials)
      .where(and(inArray(credentials.deviceId, ids), ne(credentials.state, "removed")))
      .groupBy(credentials.deviceId),
    db
      .select({
        deviceId: authorizations.deviceId,
        ours: sql<number>`count(${bindings.id})`.mapWith(Number),
        unmanaged: sql<number>`count(*) filter (where ${bindings.id} is null)`.mapWith(Number),
      })
      .from(authorizations)
      .leftJoin(bindings, isBound)
      .where(and(inArray(authorizations.deviceId, ids), eq(authorizations.type, 13)))
      .groupBy(authorizations.deviceId),
  ]);
  return new Map(
    page.map((device): [DeviceId, DeviceCounts] => {
      const own = people.find((row) => row.deviceId === device.id);
      const code = codes.find((row) => row.deviceId === device.id);
      const empty = none(device.type);
      return [
        device.id,
        {
          people: own?.people ?? 0,
          active: own?.active ?? 0,
          pending: own?.pending ?? 0,
          attention: own?.attention ?? 0,
          codes: {
            ours: code?.ours ?? 0,
            unmanaged: code?.unmanaged ?? 0,
            capacity: empty.codes.capacity,
          },
        },
      ];
    }),
  );
}

/** An authorization is ours by a binding that stands, and by nothing else. */
export const isBound = and(
  eq(bindings.deviceId, authorizations.deviceId),
  eq(bindings.authId, authorizations.nukiId),
  isNull(bindings.endedAt),
);

function none(type: number): DeviceCounts {
  const codes = { ours: 0, unmanaged: 0, capacity: codeCapacityOf(type) };
  return { people: 0, active: 0, pending: 0, attention: 0, codes };
}
