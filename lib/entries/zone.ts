import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { AreaId, DeviceId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accounts, areaDevices, devices, placements, sites } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";
import { zoneOf } from "./list";

type Chosen = Parameters<typeof zoneOf>[1];

/**
 * The zone in which the log's times are typed and its days and hours counted: that of the chosen site, else the one that
 * all chosen doors share, or those of the chosen areas, else that of the site with most doors.
 */
export async function zoneOfLog(
  actor: Actor,
  sitesOfActor: Parameters<typeof zoneOf>[0],
  list: Chosen,
): Promise<string> {
  assertMay(actor, "entries:read");
  const isSiteChosen = sitesOfActor.some((site) => list.filters.site?.includes(site.id));
  const [only, ...others] = isSiteChosen ? [] : await zonesOfDoors(actor, list);
  return only !== undefined && others.length === 0 ? only : zoneOf(sitesOfActor, list);
}

async function zonesOfDoors(actor: Actor, { filters }: Chosen): Promise<string[]> {
  const doors = uuidsOf<DeviceId>(filters.door);
  const areas = uuidsOf<AreaId>(filters.area);
  if (doors.length + areas.length === 0) return [];
  const { deviceId, areaId } = areaDevices;
  const rows = await getDb()
    .selectDistinct({ timeZone: sites.timeZone })
    .from(placements)
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        doors.length > 0
          ? inArray(placements.deviceId, doors)
          : sql`exists (select from ${areaDevices} where ${deviceId} = ${placements.deviceId} and ${inArray(areaId, areas)})`,
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    );
  return rows.map(({ timeZone }) => timeZone);
}

/** Since when the account of a door is connected here: what happened there before was read back, it did not come late. */
export async function connectedSince(actor: Actor, deviceId: DeviceId): Promise<Date | null> {
  assertMay(actor, "entries:read");
  const [row] = await getDb()
    .select({ at: accounts.createdAt })
    .from(devices)
    .innerJoin(accounts, eq(accounts.id, devices.accountId))
    .where(eq(devices.id, deviceId));
  return row?.at ?? null;
}
