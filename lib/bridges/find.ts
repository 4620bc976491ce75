import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { AccountId, DeviceId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import {
  accounts,
  authorizations,
  bridgeDevices,
  bridgeReadings,
  bridges,
  devices,
  placements,
  sites,
} from "@/lib/db/schema";
import type { BridgeDeviceReading } from "@/lib/db/tables/doors";
import { publish } from "@/lib/live/publish";
import { isSameDevice } from "@/lib/nuki/bridge/identity";
import { type InferredBridge, inferBridges, type KnownBridge } from "./infer";

/** A bridge is no thing of the Web API: it is found by the authorizations that it left on its devices. */
const bridgeType = 1;

/** Brings the bridges and their devices up to date with what was read; writes nothing where nothing changed. */
export async function findBridges({ db, now }: { db: Db; now: () => number }): Promise<void> {
  const rows = await db.select({ id: accounts.id }).from(accounts);
  for (const { id } of rows) await db.transaction((tx) => findBridgesOf(tx, id, new Date(now())));
}

async function findBridgesOf(tx: Tx, accountId: AccountId, now: Date): Promise<void> {
  const found = await tx
    .select({
      name: authorizations.name,
      deviceId: authorizations.deviceId,
      siteId: placements.siteId,
      siteName: sites.name,
    })
    .from(authorizations)
    .innerJoin(devices, eq(devices.id, authorizations.deviceId))
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        eq(devices.accountId, accountId),
        isNull(devices.missingSince),
        eq(authorizations.type, bridgeType),
      ),
    );
  const known = await knownBridges(tx, accountId);
  const { bridges: wanted, absorbed } = inferBridges(found, known);
  if (absorbed.length > 0) await tx.delete(bridges).where(inArray(bridges.id, [...absorbed]));
  let changed = absorbed.length > 0;
  for (const bridge of wanted) {
    const before = known.find(({ id }) => id === bridge.id) ?? null;
    if (await bring(tx, accountId, bridge, before, now)) changed = true;
  }
  if (changed) await publish(tx, [{ topic: "bridges" }]);
}

async function knownBridges(tx: Tx, accountId: AccountId): Promise<KnownBridge[]> {
  const rows = await tx
    .select({ bridge: bridges, listed: bridgeReadings.devices })
    .from(bridges)
    .leftJoin(bridgeReadings, eq(bridgeReadings.bridgeId, bridges.id))
    .where(eq(bridges.accountId, accountId))
    .orderBy(bridges.createdAt, bridges.id);
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.bridge.id);
  const links = await tx.select().from(bridgeDevices).where(inArray(bridgeDevices.bridgeId, ids));
  const own = await tx
    .select({ id: devices.id, nukiId: devices.nukiId })
    .from(devices)
    .where(eq(devices.accountId, accountId));
  return rows.map(({ bridge, listed }) => ({
    id: bridge.id,
    name: bridge.name,
    siteId: bridge.siteId,
    deviceIds: links.filter((link) => link.bridgeId === bridge.id).map((link) => link.deviceId),
    listed: listed && listedIds(listed, own),
    hasAddress: bridge.host !== null,
    untouched: bridge.createdAt.getTime() === bridge.updatedAt.getTime(),
  }));
}

function listedIds(
  listed: readonly BridgeDeviceReading[],
  own: readonly { id: DeviceId; nukiId: number }[],
): DeviceId[] {
  const paired = listed.filter((device) => device.paired);
  return own
    .filter(({ nukiId }) => paired.some((device) => isSameDevice(device.nukiId, nukiId)))
    .map(({ id }) => id);
}

async function bring(
  tx: Tx,
  accountId: AccountId,
  { id, name, siteId, deviceIds }: InferredBridge,
  before: KnownBridge | null,
  now: Date,
): Promise<boolean> {
  const bridgeId =
    id ?? (await insertBridge(tx, { accountId, name, siteId, createdAt: now, updatedAt: now }));
  const movesSite = before !== null && before.siteId !== siteId;
  if (movesSite) await tx.update(bridges).set({ siteId }).where(eq(bridges.id, bridgeId));
  const old = before?.deviceIds ?? [];
  const added = deviceIds.filter((deviceId) => !old.includes(deviceId));
  const gone = old.filter((deviceId) => !deviceIds.includes(deviceId));
  if (added.length > 0) {
    await tx
      .insert(bridgeDevices)
      .values(added.map((deviceId) => ({ bridgeId, deviceId, seenAt: now })))
      .onConflictDoNothing();
  }
  if (gone.length > 0) {
    await tx
      .delete(bridgeDevices)
      .where(and(eq(bridgeDevices.bridgeId, bridgeId), inArray(bridgeDevices.deviceId, gone)));
  }
  return id === null || movesSite || added.length > 0 || gone.length > 0;
}

async function insertBridge(tx: Tx, values: typeof bridges.$inferInsert) {
  const [row] = await tx.insert(bridges).values(values).returning({ id: bridges.id });
  if (!row) throw new Error("an insert returned no row");
  return row.id;
}
