import "server-only";
import { and, asc, eq, inArray, type SQL } from "drizzle-orm";
import type { AccountId, DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accounts, bridges, devices, placements, sites } from "@/lib/db/schema";
import type { BridgeDeviceReading, BridgeId } from "@/lib/db/tables/doors";
import { type Attention, attentionOf, type DeviceReach, deviceReachOf } from "@/lib/devices/facts";
import { isContinuous, isRingToOpen } from "@/lib/operations/what";
import { uuidsOf } from "@/lib/rules/words";
import { looksAfter, versionOf } from "./commands";
import { bridgeOldMs, type Verdict } from "./diagnosis";
import { byUrgency, filtered, groupsOf, isAt, needsSomebody, type OpenerGroup } from "./groups";
import { type Intercom, listIntercoms } from "./intercoms";
import type { ReadingRow } from "./note-read";
import type { OpenerFilter, TokenMode } from "./schema";
import { diagnoseOpener, heardBy, loadSurroundings, type Surroundings } from "./surroundings";

const openerType = 2;

/** An opener as it was seen last, and what keeps it away. */
export interface Opener {
  readonly id: DeviceId;
  readonly nukiId: number;
  readonly name: string;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
  readonly siteZone: string | null;
  /** The zone that its own clock follows; null when it has none that we know. */
  readonly timeZone: string | null;
  readonly state: number | null;
  /** Everybody who rings is let in. */
  readonly continuous: boolean;
  /** The next ring opens; until when, where that is known. */
  readonly ringToOpen: { readonly until: Date | null } | null;
  readonly batteryCritical: boolean;
  readonly batteryCharge: number | null;
  readonly batteryCharging: boolean | null;
  readonly keypadBatteryCritical: boolean | null;
  readonly keypadModel: number | null;
  readonly capabilities: number | null;
  readonly operatingMode: number | null;
  readonly intercomId: number | null;
  readonly intercom: Intercom | null;
  readonly firmware: string;
  readonly seenAt: Date;
  readonly offlineSince: Date | null;
  readonly missingSince: Date | null;
  readonly reach: DeviceReach;
  readonly attention: readonly Attention[];
  readonly verdict: Verdict;
  /** How the bridge hears it; null where no bridge told. */
  readonly heard: (BridgeDeviceReading & { readonly at: Date; readonly isOld: boolean }) | null;
  readonly bridgeId: BridgeId | null;
}

/** A bridge with what it told last; never its token. */
export interface Bridge {
  readonly id: BridgeId;
  readonly accountId: AccountId;
  readonly name: string;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
  readonly siteZone: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly tokenMode: TokenMode;
  readonly hasToken: boolean;
  readonly version: string;
  readonly hardwareId: number | null;
  readonly reading: ReadingRow | null;
  /** Other devices that reach the internet through it. */
  readonly locks: readonly { readonly id: DeviceId; readonly name: string }[];
}

/** The openers of the actor's sites by bridge, what needs somebody first; bridges without openers stand at the end. */
export async function listOpenerGroups(
  actor: Actor,
  filter: OpenerFilter,
  now: Date,
): Promise<{ groups: OpenerGroup[]; total: number; attention: number }> {
  assertMay(actor, "devices:read");
  const around = await loadSurroundings(getDb());
  const [openers, known] = await Promise.all([
    readOpeners(actor, around, now, eq(devices.type, openerType)),
    readBridges(actor, around, undefined),
  ]);
  const groups = groupsOf(openers, known).flatMap((group) => filtered(group, filter));
  const waiting = openers.filter((opener) => isAt(filter, opener.siteId) && needsSomebody(opener));
  return { groups: groups.sort(byUrgency), total: openers.length, attention: waiting.length };
}

/** One opener with its bridge, or null. `id` is as an address has it. */
export async function findOpener(
  actor: Actor,
  id: string,
  now: Date,
): Promise<{ opener: Opener; bridge: Bridge | null } | null> {
  assertMay(actor, "devices:read");
  const [deviceId] = uuidsOf<DeviceId>([id]);
  if (!deviceId) return null;
  const around = await loadSurroundings(getDb());
  const wanted = and(eq(devices.id, deviceId), eq(devices.type, openerType));
  const [opener] = await readOpeners(actor, around, now, wanted);
  if (!opener) return null;
  const found =
    opener.bridgeId === null ? [] : await readBridges(actor, around, eq(bridges.id, opener.bridgeId));
  return { opener, bridge: found[0] ?? null };
}

/** One bridge with its openers, or null. `id` is as an address has it. */
export async function findBridge(
  actor: Actor,
  id: string,
  now: Date,
): Promise<{ bridge: Bridge; openers: Opener[] } | null> {
  assertMay(actor, "devices:read");
  const [bridgeId] = uuidsOf<BridgeId>([id]);
  if (!bridgeId) return null;
  const around = await loadSurroundings(getDb());
  const [bridge] = await readBridges(actor, around, eq(bridges.id, bridgeId));
  if (!bridge) return null;
  const openers = await readOpeners(actor, around, now, eq(devices.type, openerType));
  return { bridge, openers: openers.filter((opener) => opener.bridgeId === bridgeId) };
}

/** The Nuki accounts that a bridge can be entered for. */
export function listBridgeAccounts(actor: Actor): Promise<{ id: AccountId; name: string }[]> {
  assertMay(actor, "bridges:write");
  return getDb()
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .orderBy(asc(accounts.createdAt));
}

async function readOpeners(
  actor: Actor,
  around: Surroundings,
  now: Date,
  condition: SQL | undefined,
): Promise<Opener[]> {
  const rows = await getDb()
    .select({
      device: devices,
      siteId: placements.siteId,
      siteName: sites.name,
      siteZone: sites.timeZone,
    })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .where(and(actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]), condition))
    .orderBy(asc(devices.name), asc(devices.id));
  const intercoms = await listIntercoms(
    getDb(),
    rows.flatMap(({ device }) => device.intercomId ?? []),
  );
  return rows.map(({ device, ...site }) => {
    const bridgeId = around.bridgeOf.get(device.id) ?? null;
    const reading = bridgeId === null ? undefined : around.readings.get(bridgeId);
    const { config: _config, advancedConfig: _advanced, ...facts } = device;
    return {
      ...facts,
      ...site,
      bridgeId,
      continuous: isContinuous(device),
      ringToOpen: isRingToOpen(device, now) ? { until: device.ringToOpenUntil } : null,
      intercom: device.intercomId === null ? null : (intercoms.get(device.intercomId) ?? null),
      reach: deviceReachOf(device),
      attention: attentionOf({ ...device, siteZone: site.siteZone }, now.getUTCFullYear()),
      verdict: diagnoseOpener({ ...device, siteId: site.siteId }, around, now),
      heard: reading ? hearing(reading, device.nukiId, now) : null,
    };
  });
}

function hearing(reading: ReadingRow, nukiId: number, now: Date): Opener["heard"] {
  const device = heardBy(reading, nukiId);
  if (device === null || reading.readAt === null) return null;
  const isOld = reading.problem !== null || now.getTime() - reading.readAt.getTime() > bridgeOldMs;
  return { ...device, at: reading.readAt, isOld };
}

async function readBridges(
  actor: Actor,
  around: Surroundings,
  condition: SQL | undefined,
): Promise<Bridge[]> {
  const [rows, names] = await Promise.all([
    getDb()
      .select({ bridge: bridges, siteName: sites.name, siteZone: sites.timeZone })
      .from(bridges)
      .leftJoin(sites, eq(sites.id, bridges.siteId))
      .where(condition)
      .orderBy(asc(bridges.name), asc(bridges.id)),
    getDb()
      .select({ id: devices.id, name: devices.name, type: devices.type })
      .from(devices)
      .orderBy(devices.name),
  ]);
  const siteOf = new Map(around.devices.map((device) => [device.id, device.siteId]));
  return rows.flatMap(({ bridge, ...site }): Bridge[] => {
    const own = names.filter(({ id }) => around.bridgeOf.get(id) === bridge.id);
    const seen = own.filter(({ id }) => seesDevice(actor, siteOf.get(id) ?? null));
    if (!looksAfter(actor, bridge.siteId) && seen.length === 0) return [];
    const { token, updatedAt, createdAt: _createdAt, ...facts } = bridge;
    return [
      {
        ...facts,
        ...site,
        hasToken: token !== null,
        version: versionOf({ updatedAt }),
        reading: around.readings.get(bridge.id) ?? null,
        locks: seen.filter(({ type }) => type !== openerType).map(({ id, name }) => ({ id, name })),
      },
    ];
  });
}

function seesDevice(actor: Actor, siteId: SiteId | null): boolean {
  return actor.sites === "all" || (siteId !== null && seesSite(actor, siteId));
}
