import "server-only";
import { and, asc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { DeviceId, SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { devices, placements, settingChanges } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";

/** A device with changes of its settings that are not finished, by what they need. */
export interface OpenSettings {
  readonly id: DeviceId;
  readonly name: string;
  /** On their way by themselves. */
  readonly underWay: number;
  /** They go out when the device can be reached again. */
  readonly waiting: number;
  /** Changed elsewhere meanwhile: a person says which value stays. */
  readonly toDecide: number;
}

const away = sql`(${settingChanges.state} = 'planned'
  and coalesce(${settingChanges.reason} in ('offline', 'reconnect', 'pin_invalid', 'missing'), false))`;

/** The devices that the actor sees, of some sites where any are named, whose settings are not finished. */
export async function listOpenSettings(
  actor: Actor,
  siteIds: readonly string[] = [],
): Promise<OpenSettings[]> {
  const count = (condition: SQL) => sql<number>`count(*) filter (where ${condition})::int`;
  return getDb()
    .select({
      id: devices.id,
      name: devices.name,
      underWay: count(sql`${settingChanges.state} <> 'needs_review' and not ${away}`),
      waiting: count(away),
      toDecide: count(sql`${settingChanges.state} = 'needs_review'`),
    })
    .from(settingChanges)
    .innerJoin(devices, eq(devices.id, settingChanges.deviceId))
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(
      and(
        isNull(settingChanges.closedAt),
        // A device without a site belongs to those who look after all of them.
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
        siteIds.length === 0 ? undefined : inArray(placements.siteId, uuidsOf<SiteId>(siteIds)),
      ),
    )
    .groupBy(devices.id, devices.name)
    .orderBy(asc(devices.name), asc(devices.id));
}
