import { and, eq, isNull, lte, notInArray, or, sql } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import type { Tx } from "@/lib/db/connection";
import { accountSync, devices } from "@/lib/db/schema";
import { publish } from "@/lib/live/publish";
import type { NukiDevice } from "@/lib/nuki/translate";
import type { SyncContext } from "./context";
import { type Noted, noteDevices, staffWaitingAt } from "./note-devices";

export interface Observed {
  readonly noted: readonly Noted[];
  /** Who has something open at a door that came or went. */
  readonly staffIds: readonly StaffId[];
}

/** Is told, in the same transaction, that doors came or went: their lists are due and these people's credentials move. */
export type Wake = (tx: Tx, staffIds: readonly StaffId[]) => Promise<void>;

const nobody: Wake = async () => {};

/** Reads all devices of the account and notes what changed; a door that came back gets its list read again. */
export async function observeDevices(context: SyncContext, wake = nobody): Promise<Observed> {
  const { db, account, nuki, now } = context;
  const askedAt = new Date(now());
  const found = await nuki.reader.listDevices();
  return db.transaction(async (tx) => {
    const noted = await noteDevices(tx, account.id, found, askedAt);
    const gone = await noteMissing(tx, context, found, askedAt);
    const own = eq(accountSync.accountId, account.id);
    const [before] = await tx.select({ status: accountSync.status }).from(accountSync).where(own);
    if (before?.status !== "connected") await publish(tx, [{ topic: "connection" }]);
    await tx
      .update(accountSync)
      .set({ devicesSeenAt: askedAt, lastOkAt: askedAt, status: "connected", problem: null })
      .where(and(own, or(isNull(accountSync.devicesSeenAt), lte(accountSync.devicesSeenAt, askedAt))));
    return { noted, staffIds: await comeAndGone(tx, noted, gone, wake) };
  });
}

/** Reads one device and notes what changed, beside the turns: whoever can be planned anew is handed to `wake`. */
export async function observeOneDevice(context: SyncContext, nukiId: number, wake: Wake): Promise<Observed> {
  const { db, account, nuki, now } = context;
  const askedAt = new Date(now());
  const found = await nuki.reader.getDevice(nukiId);
  return db.transaction(async (tx) => {
    const noted = await noteDevices(tx, account.id, [found], askedAt);
    return { noted, staffIds: await comeAndGone(tx, noted, [], wake) };
  });
}

async function comeAndGone(
  tx: Tx,
  noted: readonly Noted[],
  gone: readonly DeviceId[],
  wake: Wake,
): Promise<StaffId[]> {
  const moved = [...noted.filter((device) => device.reachChanged).map((device) => device.id), ...gone];
  if (moved.length === 0) return [];
  const staffIds = await staffWaitingAt(tx, moved);
  await wake(tx, staffIds);
  return staffIds;
}

/** Devices that the list has no more, unless a younger reading has seen them. */
async function noteMissing(
  tx: Tx,
  { account }: SyncContext,
  found: readonly NukiDevice[],
  askedAt: Date,
): Promise<DeviceId[]> {
  const gone = await tx
    .update(devices)
    .set({ missingSince: askedAt, reachableSince: null })
    .where(
      and(
        eq(devices.accountId, account.id),
        isNull(devices.missingSince),
        lte(devices.seenAt, askedAt),
        found.length > 0
          ? notInArray(
              devices.nukiId,
              found.map((device) => device.id),
            )
          : sql`true`,
      ),
    )
    .returning({ id: devices.id });
  const ids = gone.map((row) => row.id);
  await publish(
    tx,
    ids.map((deviceId) => ({ topic: "device", deviceId })),
  );
  return ids;
}
