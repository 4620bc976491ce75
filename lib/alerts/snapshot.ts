import "server-only";
import { and, asc, desc, eq, getTableColumns, gte, inArray, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { DeviceId, Instant } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import {
  accountSync,
  accounts,
  type alerts,
  batteryReadings,
  bridgeDevices,
  bridgeReadings,
  bridges,
  changes,
  devices,
  entries,
  placements,
  sites,
  webhooks,
} from "@/lib/db/schema";
import type { Snapshot, WaitingSight } from "./snapshot-types";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A charge above this does not become empty within the days that are told ahead. */
const trendBelow = 60;
const trendMs = 45 * day;
/** How far back wrong codes count: doors that were offline tell late. */
const wrongCodesMs = 6 * hour;
const warningsMs = day;
const continuousMs = 30 * day;

type OpenRow = typeof alerts.$inferSelect;

/** What the rules look at, read in a handful of queries that stay cheap with hundreds of doors. */
export async function loadSnapshot(
  db: Db,
  open: readonly OpenRow[],
  firstSeen: Snapshot["firstSeen"],
  now: Instant,
): Promise<Snapshot> {
  const since = (ms: number) => new Date(now - ms);
  const [deviceRows, charges, wrong, ajar, blocked, continuous] = await Promise.all([
    loadDevices(db),
    loadCharges(db, now),
    loadWrongCodes(db, since(wrongCodesMs)),
    lastOf(db, ajarWarning, sql`(208, 240, 241)`, since(warningsMs)),
    lastOf(db, blockedMotor, sql`(1, 2, 3, 4, 5)`, since(warningsMs)),
    lastOf(db, continuousOn, sql`(6, 7)`, since(continuousMs)),
  ]);
  const [bridgeRows, links, accountRows, webhookRows, waiting] = await Promise.all([
    db
      .select({ bridge: bridges, reading: bridgeReadings })
      .from(bridges)
      .leftJoin(bridgeReadings, eq(bridgeReadings.bridgeId, bridges.id)),
    db.select().from(bridgeDevices),
    db
      .select({ account: accounts, sync: accountSync })
      .from(accounts)
      .leftJoin(accountSync, eq(accountSync.accountId, accounts.id)),
    db
      .select({
        id: webhooks.id,
        accountId: webhooks.accountId,
        kind: webhooks.kind,
        problem: webhooks.problem,
      })
      .from(webhooks),
    loadWaiting(db, since(hour)),
  ]);
  return {
    now,
    firstSeen,
    devices: deviceRows.map((row) => ({
      ...row,
      seenAt: row.seenAt.getTime(),
      doorSince: msOf(row.doorSince),
      stateSince: msOf(row.stateSince),
      offlineSince: msOf(row.offlineSince),
      missingSince: msOf(row.missingSince),
      charges: charges.get(row.id) ?? [],
      wrongCodes: wrong.get(row.id) ?? [],
      ajarSince: ajar.get(row.id) ?? null,
      blockedAt: blocked.get(row.id) ?? null,
      continuousSince: continuous.get(row.id) ?? null,
    })),
    bridges: bridgeRows.map(({ bridge, reading }) => ({
      id: bridge.id,
      accountId: bridge.accountId,
      siteId: bridge.siteId,
      deviceIds: links.filter(({ bridgeId }) => bridgeId === bridge.id).map(({ deviceId }) => deviceId),
      reading: reading && {
        triedAt: reading.triedAt.getTime(),
        problem: reading.problem,
        problemSince: msOf(reading.problemSince),
        serverConnected: reading.serverConnected,
      },
    })),
    accounts: accountRows.map(({ account, sync }) => ({
      id: account.id,
      status: sync?.status ?? "unknown",
      // A token that was entered a moment ago has its own minutes.
      fineUntil: Math.max(sync?.lastOkAt?.getTime() ?? 0, account.updatedAt.getTime()),
    })),
    webhooks: webhookRows,
    waiting,
    open: open.map(({ kind, cause, accountId, deviceId, bridgeId, detail }) => ({
      ...{ kind, cause, accountId, deviceId, bridgeId },
      why: typeof detail.why === "string" ? detail.why : null,
    })),
  };
}

function msOf(at: Date | null): Instant | null {
  return at?.getTime() ?? null;
}

function loadDevices(db: Db) {
  const { config: _config, advancedConfig: _advanced, ...facts } = getTableColumns(devices);
  return db
    .select({ ...facts, siteId: placements.siteId, siteZone: sites.timeZone })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId));
}

/** What was read of batteries that may become empty soon, oldest first, by device. */
export async function loadCharges(db: Db, now: Instant) {
  const rows = await db
    .select({
      deviceId: batteryReadings.deviceId,
      at: batteryReadings.at,
      charge: sql<number>`${batteryReadings.charge}`,
    })
    .from(batteryReadings)
    .innerJoin(devices, eq(devices.id, batteryReadings.deviceId))
    .where(
      and(
        eq(batteryReadings.part, "lock"),
        gte(batteryReadings.at, new Date(now - trendMs)),
        lte(devices.batteryCharge, trendBelow),
        sql`${batteryReadings.charge} is not null`,
      ),
    )
    .orderBy(asc(batteryReadings.at), asc(batteryReadings.id));
  return grouped(rows, ({ at, charge }) => ({ at: at.getTime(), charge }));
}

async function loadWrongCodes(db: Db, from: Date) {
  const rows = await db
    .select({ deviceId: entries.deviceId, at: entries.occurredAt, receivedAt: entries.receivedAt })
    .from(entries)
    .where(and(gte(entries.occurredAt, from), inArray(entries.state, [224, 225, 226])));
  return grouped(rows, ({ at, receivedAt }) => ({ at: at.getTime(), receivedAt: receivedAt.getTime() }));
}

const ajarWarning = eq(entries.action, 208);
/** A motor that was blocked: locks only, an opener has none. */
const blockedMotor = sql`${entries.state} = 1 and ${entries.action} in (1, 2, 3, 4, 5) and ${entries.deviceType} <> 2`;
const continuousOn = sql`${entries.action} = 6 and ${entries.state} = 0 and ${entries.deviceType} = 2`;

/** When the last entry of a sort was, per door, unless something of `endedBy` came after it. */
async function lastOf(db: Db, sort: SQL, endedBy: SQL, from: Date): Promise<Map<DeviceId, Instant>> {
  const later = sql`exists (
    select 1 from ${entries} as later
    where later.device_id = ${entries.deviceId} and later.action in ${endedBy}
      and (later.occurred_at, later.id) > (${entries.occurredAt}, ${entries.id})
  )`;
  const rows = await db
    .selectDistinctOn([entries.deviceId], { deviceId: entries.deviceId, at: entries.occurredAt })
    .from(entries)
    .where(and(gte(entries.occurredAt, from), sort, sql`not ${later}`))
    .orderBy(entries.deviceId, desc(entries.occurredAt));
  return new Map(rows.map(({ deviceId, at }) => [deviceId, at.getTime()]));
}

/** What is open for an hour at least; what waits for its own first day is in time. */
async function loadWaiting(db: Db, before: Date): Promise<WaitingSight[]> {
  const isRemoval = sql<boolean>`${changes.op} = 'remove'`;
  const rows = await db
    .select({
      deviceId: changes.deviceId,
      isRemoval,
      count: sql<number>`count(*)::int`,
      oldest: sql<string>`min(${changes.createdAt})`,
    })
    .from(changes)
    .where(
      and(
        isNull(changes.closedAt),
        lte(changes.createdAt, before),
        sql`${changes.reason} is distinct from 'not_yet'`,
      ),
    )
    .groupBy(changes.deviceId, isRemoval);
  return rows.map(({ oldest, ...row }) => ({ ...row, oldest: new Date(oldest).getTime() }));
}

function grouped<Row extends { deviceId: DeviceId }, Item>(
  rows: readonly Row[],
  itemOf: (row: Row) => Item,
): Map<DeviceId, Item[]> {
  const groups = new Map<DeviceId, Item[]>();
  for (const row of rows) {
    const items = groups.get(row.deviceId);
    if (items) items.push(itemOf(row));
    else groups.set(row.deviceId, [itemOf(row)]);
  }
  return groups;
}
