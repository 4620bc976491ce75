import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { DeviceId, Instant } from "@/lib/access/types";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { devices, installation, logHoles, placements } from "@/lib/db/schema";
import {
  type LogWalk,
  logDepthKey,
  logDepthSchema,
  logStateKey,
  logStateSchema,
} from "@/lib/entries/log-state";
import { listKeptFrom } from "@/lib/retention/queries";

/**
 * From when on all entries of each door are here (0: since ever; null: its log was not read). Who is in no entry before
 * that may have used the door all the same.
 */
export async function logReachOf(
  deviceIds: readonly DeviceId[],
  now: Instant,
): Promise<Map<DeviceId, Instant | null>> {
  const db = getDb();
  const doors = await db
    .select({
      id: devices.id,
      nukiId: devices.nukiId,
      accountId: devices.accountId,
      seenTo: devices.entriesSeenTo,
      siteId: placements.siteId,
    })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(isAny(devices.id, deviceIds));
  const accountIds = [...new Set(doors.map((door) => door.accountId))];
  const [facts, holes, kept] = await Promise.all([
    db
      .select()
      .from(installation)
      .where(inArray(installation.key, [...accountIds.map(logStateKey), ...accountIds.map(logDepthKey)])),
    db
      .select()
      .from(logHoles)
      .where(and(isNull(logHoles.filledAt), inArray(logHoles.accountId, accountIds))),
    listKeptFrom(now),
  ]);
  const values = new Map(facts.map(({ key, value }) => [key, value]));
  const keptFrom = new Map(kept.map(({ siteId, from }) => [siteId, from ?? 0]));
  return new Map(
    doors.map(({ id, nukiId, accountId, seenTo, siteId }) => {
      const state = values.get(logStateKey(accountId));
      const depth = logDepthSchema.parse(values.get(logDepthKey(accountId)) ?? {})[id];
      if (state === undefined || depth === undefined || seenTo === null) return [id, null];
      const { walks } = logStateSchema.parse(state);
      const isAbout = (device: number | null) => device === null || device === nukiId;
      const begun = walks.filter(
        (walk) =>
          isFirstReading(walk) &&
          isAbout(walk.device) &&
          (walk.completes.length === 0 || walk.completes.includes(id)),
      );
      const lost = holes.filter((hole) => hole.accountId === accountId && isAbout(hole.deviceNukiId));
      const missing = [
        ...begun.map(({ reached, to }) => reached ?? to ?? now),
        ...lost.map((hole) => hole.to.getTime()),
      ];
      return [id, Math.max(depth, keptFrom.get(siteId) ?? 0, ...missing)];
    }),
  );
}

/** The other walks look once more at what was read before. Each goes from the newest to the oldest. */
function isFirstReading({ why }: LogWalk): boolean {
  return why === "history" || why === "gap" || why === "late";
}
