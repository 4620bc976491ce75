import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/connection";
import { accounts, devices, placements } from "@/lib/db/schema";

/** A device at a site of the actor, with what it was last read to have; undefined where there is none. */
export async function findStored(db: Db | Tx, actor: Actor, deviceId: DeviceId) {
  const [found] = await db
    .select({
      id: devices.id,
      nukiId: devices.nukiId,
      type: devices.type,
      name: devices.name,
      config: devices.config,
      advancedConfig: devices.advancedConfig,
      nightMode: devices.nightMode,
      missingSince: devices.missingSince,
      seenAt: devices.seenAt,
      account: accounts,
    })
    .from(devices)
    .innerJoin(accounts, eq(accounts.id, devices.accountId))
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(
      and(
        eq(devices.id, deviceId),
        // A device without a site belongs to those who look after all of them.
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    );
  return found;
}

export type StoredDevice = NonNullable<Awaited<ReturnType<typeof findStored>>>;
