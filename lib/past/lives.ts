import "server-only";
import { and, isNotNull } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { authorizationLives } from "@/lib/db/schema";
import { presentSince } from "./answer";

/**
 * Since when each of these people has something on each of these doors without a break, of whatever kind and however it
 * was changed meanwhile; who has nothing there now is left out. By `${staffId} ${deviceId}`.
 */
export async function sinceOf(
  staffIds: readonly StaffId[],
  deviceIds?: readonly DeviceId[],
): Promise<Map<string, Date>> {
  if (staffIds.length === 0 || deviceIds?.length === 0) return new Map();
  const { staffId, deviceId, fromAt, untilAt } = authorizationLives;
  const rows = await getDb()
    .select({ staffId, deviceId, fromAt, untilAt })
    .from(authorizationLives)
    .where(and(isNotNull(staffId), isAny(staffId, staffIds), deviceIds && isAny(deviceId, deviceIds)));
  const stretches = Map.groupBy(rows, (row) => `${row.staffId} ${row.deviceId}`);
  const since = new Map<string, Date>();
  for (const [key, own] of stretches) {
    const begin = presentSince(
      own.map((row) => ({ from: row.fromAt.getTime(), until: row.untilAt?.getTime() ?? null })),
    );
    if (begin !== null) since.set(key, new Date(begin));
  }
  return since;
}
