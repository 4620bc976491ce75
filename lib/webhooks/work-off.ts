import "server-only";
import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { AccountId, DeviceId } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import { accounts, changes, devices, webhookDeliveries } from "@/lib/db/schema";
import type { Queue } from "@/lib/jobs/queue";
import type { NukiLogRow } from "@/lib/nuki/schemas";
import { newsOf } from "@/lib/nuki/webhooks";
import type { Connector } from "@/lib/sync/connector";
import type { SyncContext } from "@/lib/sync/context";

export interface WorkOffTools {
  readonly db: Db;
  readonly connect: Connector;
  readonly queue: Pick<Queue, "enqueue">;
  /** Keeps rows of the door log: lib/sync writes facts, nobody else does. */
  readonly storeEntries: (context: SyncContext, rows: readonly NukiLogRow[]) => Promise<unknown>;
  readonly now: () => number;
}

const atOnce = 200;
const keptForDays = 3;
const many = 5;

/** Cheap, for the many times when there is none. */
export async function hasDeliveries(db: Db): Promise<boolean> {
  const found = await db
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(isNull(webhookDeliveries.processedAt))
    .limit(1);
  return found.length > 0;
}

/**
 * Works off what webhooks brought: doors that are mentioned are read, so that neither the order nor the truth of a message
 * matters; rows of the log are kept, since they never change. True when there may be more.
 */
export async function workOffDeliveries(tools: WorkOffTools): Promise<boolean> {
  const { db } = tools;
  const open = await db
    .select({
      id: webhookDeliveries.id,
      accountId: webhookDeliveries.accountId,
      body: webhookDeliveries.body,
    })
    .from(webhookDeliveries)
    .where(isNull(webhookDeliveries.processedAt))
    .orderBy(asc(webhookDeliveries.id))
    .limit(atOnce);
  if (open.length === 0) return false;
  const looks = { deviceIds: new Set<DeviceId>(), lists: new Set<DeviceId>() };
  for (const [accountId, rows] of Map.groupBy(open, (row) => row.accountId)) {
    await workOff(
      tools,
      accountId,
      rows.map(({ body }) => newsOf(body)),
      looks,
    );
  }
  await db.transaction(async (tx) => {
    const { deviceIds, lists } = looks;
    if (deviceIds.size + lists.size > 0) {
      await tools.queue.enqueue(tx, "look", { deviceIds: [...deviceIds], lists: [...lists] });
    }
    await tx
      .update(webhookDeliveries)
      .set({ processedAt: new Date(tools.now()) })
      .where(
        inArray(
          webhookDeliveries.id,
          open.map(({ id }) => id),
        ),
      );
  });
  return open.length === atOnce;
}

async function workOff(
  { db, connect, storeEntries }: WorkOffTools,
  accountId: AccountId,
  news: readonly ReturnType<typeof newsOf>[],
  looks: { deviceIds: Set<DeviceId>; lists: Set<DeviceId> },
): Promise<void> {
  const nukiIds = news.flatMap((item) => ("deviceId" in item ? item.deviceId : []));
  const ids = await idsOf(db, accountId, [...new Set(nukiIds)]);
  for (const item of news) {
    const id = "deviceId" in item ? ids.get(item.deviceId) : undefined;
    if (id) looks[item.kind === "device" ? "deviceIds" : "lists"].add(id);
  }
  for (const id of await busyWriting(db, looks.lists)) looks.lists.delete(id);
  const rows = news.flatMap((item) => (item.kind === "entry" ? item.row : []));
  if (rows.length === 0) return;
  const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId));
  // As Nuki tells its log: the newest first.
  if (account) await keep(storeEntries, connect(account), rows.reverse());
}

/**
 * Doors that many changes of ours are on their way to: their lists are read every few seconds as it is, and an echo of each
 * single code of an import would have them read without a pause.
 */
async function busyWriting(db: Db, lists: ReadonlySet<DeviceId>): Promise<DeviceId[]> {
  if (lists.size === 0) return [];
  const rows = await db
    .select({ deviceId: changes.deviceId })
    .from(changes)
    .where(and(inArray(changes.deviceId, [...lists]), isNull(changes.closedAt), eq(changes.inFlight, true)))
    .groupBy(changes.deviceId)
    .having(sql`count(*) >= ${many}`);
  return rows.map(({ deviceId }) => deviceId);
}

/** A row that cannot be kept must not hold up the others, nor come back for ever; the walks over the log find it again. */
async function keep(
  storeEntries: WorkOffTools["storeEntries"],
  context: SyncContext,
  rows: readonly NukiLogRow[],
): Promise<void> {
  try {
    await storeEntries(context, rows);
  } catch (error) {
    context.log.warn({ err: error, rows: rows.length }, "entries of a webhook could not be kept");
    if (rows.length > 1) for (const row of rows) await keep(storeEntries, context, [row]);
  }
}

async function idsOf(
  db: Db,
  accountId: AccountId,
  nukiIds: readonly number[],
): Promise<Map<number, DeviceId>> {
  if (nukiIds.length === 0) return new Map();
  const rows = await db
    .select({ id: devices.id, nukiId: devices.nukiId })
    .from(devices)
    .where(and(eq(devices.accountId, accountId), inArray(devices.nukiId, [...nukiIds])));
  return new Map(rows.map(({ id, nukiId }) => [nukiId, id]));
}

/** Forgets what was worked off some days ago. */
export async function pruneDeliveries(db: Db): Promise<void> {
  await db
    .delete(webhookDeliveries)
    .where(lt(webhookDeliveries.processedAt, sql`now() - make_interval(days => ${keptForDays})`));
}
