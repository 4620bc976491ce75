import { and, eq, sql } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { isAny } from "@/lib/db/arrays";
import type { Db } from "@/lib/db/connection";
import { devices } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { SyncContext } from "./context";
import { waysToLook } from "./look";
import type { Noted } from "./note-devices";
import { observeDevices, observeOneDevice, type Wake } from "./observe-devices";
import { readLatestEntries } from "./observe-entries";
import { devicesInOrder } from "./open-changes";

/**
 * Reads these doors now, beside whatever the account's turn is doing, and the entries of those that moved
 * or were told to. What cannot be read is left to the poll, which comes by anyway: a look is a favour, never the only way.
 */
export async function lookAtDevices(
  context: SyncContext,
  deviceIds: readonly DeviceId[],
  wake: Wake,
): Promise<void> {
  const { db, account, log } = context;
  const doors = await db
    .select({ id: devices.id, nukiId: devices.nukiId })
    .from(devices)
    .where(and(eq(devices.accountId, account.id), isAny(devices.id, deviceIds)));
  const { each, list } = waysToLook(doors.map((door) => door.nukiId));
  const noted: Noted[] = [];
  const looks = [
    ...(list ? [() => observeDevices(context, wake)] : []),
    ...each.map((nukiId) => () => observeOneDevice(context, nukiId, wake)),
  ];
  for (const look of looks) {
    try {
      noted.push(...(await look()).noted);
    } catch (error) {
      if (!(error instanceof NukiError)) throw error;
      log.warn({ err: error, doors: doors.length }, "a door could not be looked at");
    }
  }
  await readLatestEntries(
    context,
    noted.filter((device) => device.moved || device.isOperated).map((device) => device.nukiId),
  );
}

/** Takes the doors whose next look is due: each goes to one process, and is looked at once. */
export async function takeDueLooks(db: Db, now: Date): Promise<DeviceId[]> {
  const due = await db
    .update(devices)
    .set({ lookAt: null })
    .where(
      // Taken in the order in which readings hold them, or the two could wait for each other for ever.
      sql`${devices.id} in (
        select id from devices where look_at <= ${now.toISOString()}::timestamptz order by id for no key update)`,
    )
    .returning({ id: devices.id });
  return due.map((row) => row.id);
}

/** Something was written to these doors from outside: their lists are read with the next turn. */
export async function askForLists(
  db: Db,
  deviceIds: readonly DeviceId[],
  now: Date,
  wake: Wake,
): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.transaction(async (tx) => {
    await tx.update(devices).set({ observeAt: now }).where(devicesInOrder(deviceIds));
    await wake(tx, []);
  });
}
