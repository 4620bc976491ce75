import { and, eq, isNull, notInArray, sql } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { reachOf } from "@/lib/changes/picture";
import { accountSync, changes, devices } from "@/lib/db/schema";
import type { NukiDevice } from "@/lib/nuki/translate";
import type { SyncContext } from "./context";
import { idList } from "./open-changes";

/**
 * Reads all devices of the account and notes what changed; a door that came back gets its list read again. Returns the
 * staff who have something open at a door that came or went.
 */
export async function observeDevices({ db, account, nuki, now }: SyncContext): Promise<StaffId[]> {
  const found = await nuki.reader.listDevices();
  const seenAt = new Date(now());
  return db.transaction(async (tx) => {
    const moved: string[] = [];
    const known = await tx.select().from(devices).where(eq(devices.accountId, account.id));
    const before = new Map(known.map((row) => [row.nukiId, row]));
    for (const device of found) {
      const facts = factsOf(device);
      const old = before.get(device.id);
      const reachable = reachOf({ ...facts, missingSince: null }) === "online";
      const wasReachable = old !== undefined && reachOf(old) === "online";
      const returned = reachable && !wasReachable;
      if (old && reachable !== wasReachable) moved.push(old.id);
      const moments = {
        seenAt,
        missingSince: null,
        offlineSince: facts.serverState === 4 ? (old?.offlineSince ?? seenAt) : null,
        reachableSince: reachable ? (returned ? seenAt : (old?.reachableSince ?? seenAt)) : null,
        observeAt: returned ? seenAt : (old?.observeAt ?? null),
      };
      await tx
        .insert(devices)
        .values({ accountId: account.id, nukiId: device.id, ...facts, ...moments })
        .onConflictDoUpdate({ target: [devices.accountId, devices.nukiId], set: { ...facts, ...moments } });
    }
    const gone = await tx
      .update(devices)
      .set({ missingSince: seenAt, reachableSince: null })
      .where(
        and(
          eq(devices.accountId, account.id),
          isNull(devices.missingSince),
          found.length > 0
            ? notInArray(
                devices.nukiId,
                found.map((device) => device.id),
              )
            : sql`true`,
        ),
      )
      .returning({ id: devices.id });
    await tx
      .update(accountSync)
      .set({ devicesSeenAt: seenAt, lastOkAt: seenAt, status: "connected", problem: null })
      .where(eq(accountSync.accountId, account.id));
    moved.push(...gone.map((row) => row.id));
    if (moved.length === 0) return [];
    const rows = await tx
      .selectDistinct({ staffId: changes.staffId })
      .from(changes)
      .where(and(isNull(changes.closedAt), sql`${changes.deviceId} = any(${idList(moved)}::uuid[])`));
    return rows.map((row) => row.staffId);
  });
}

function factsOf(device: NukiDevice) {
  return {
    type: device.type,
    name: device.name,
    serverState: device.serverState,
    adminPinState: device.adminPinState,
    state: device.state?.state ?? null,
    doorState: device.state?.doorState ?? null,
    mode: device.state?.mode ?? null,
    batteryCritical: device.battery?.critical ?? false,
    batteryCharge: device.battery?.charge ?? null,
    batteryCharging: device.battery?.charging ?? null,
    keypadBatteryCritical: device.battery?.keypadCritical ?? null,
    doorsensorBatteryCritical: device.battery?.doorSensorCritical ?? null,
    keypadModel: device.keypad === 0 ? null : device.keypad,
    firmware: device.firmware ?? "",
    productVariant: device.productVariant,
    timeZone: device.timeZone,
  };
}
