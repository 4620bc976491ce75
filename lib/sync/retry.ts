import { and, eq, inArray, isNull } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { changes, devices } from "@/lib/db/schema";
import type { SyncContext } from "./context";
import { devicesInOrder } from "./open-changes";

/**
 * A person asked to try again what failed, needs review or waits: the count of attempts starts anew. The door's list
 * is read first, so what arrived meanwhile is not sent twice.
 */
export async function retryChanges(
  { db, account, now }: SyncContext,
  changeIds: readonly string[],
): Promise<StaffId[]> {
  if (changeIds.length === 0) return [];
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(changes)
      .set({ state: "planned", attempts: 0, putOff: 0, nextTryAt: null, reason: null, message: null })
      .where(
        and(
          inArray(changes.id, [...changeIds]),
          eq(changes.accountId, account.id),
          isNull(changes.closedAt),
          eq(changes.inFlight, false),
          inArray(changes.state, ["failed", "needs_review", "waiting"]),
        ),
      )
      .returning({ staffId: changes.staffId, deviceId: changes.deviceId });
    const deviceIds = rows.map((row) => row.deviceId);
    if (deviceIds.length > 0) {
      await tx
        .update(devices)
        .set({ observeAt: new Date(now()) })
        .where(devicesInOrder(deviceIds));
    }
    return rows.map((row) => row.staffId);
  });
}
