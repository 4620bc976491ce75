import "server-only";
import { eq, type SQL } from "drizzle-orm";
import type { AccountId, SiteId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { devices, placements, sites } from "@/lib/db/schema";
import type { OperableDoor } from "./offer";

export type StoredDoor = OperableDoor & {
  readonly nukiId: number;
  readonly accountId: AccountId;
  readonly siteId: SiteId | null;
};

/** Doors with what decides whether they may be moved from afar. */
export function readDoors(db: Db | Tx, condition: SQL | undefined): Promise<StoredDoor[]> {
  return db
    .select({
      id: devices.id,
      nukiId: devices.nukiId,
      accountId: devices.accountId,
      name: devices.name,
      siteId: placements.siteId,
      siteName: sites.name,
      siteZone: sites.timeZone,
      remoteOpening: sites.remoteOpening,
      reasonRequired: sites.reasonRequired,
      type: devices.type,
      mode: devices.mode,
      state: devices.state,
      doorState: devices.doorState,
      capabilities: devices.capabilities,
      ringToOpenUntil: devices.ringToOpenUntil,
      serverState: devices.serverState,
      adminPinState: devices.adminPinState,
      missingSince: devices.missingSince,
      seenAt: devices.seenAt,
    })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .where(condition);
}
