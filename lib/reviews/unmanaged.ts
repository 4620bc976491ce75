import "server-only";
import { and, asc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { authorizations, bindings, devices, placements } from "@/lib/db/schema";
import { isBound } from "@/lib/devices/queries";
import { atSitesOf, atSitesOfCreator } from "./gather";
import type { ReviewRow } from "./visible";

export interface UnmanagedDoor {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly type: number;
  readonly count: number;
  readonly hasKeypad: boolean;
}

/** What lets people in at the doors in scope without being ours: told, and not to be decided here. */
export async function listUnmanagedOf(actor: Actor, review: ReviewRow): Promise<UnmanagedDoor[]> {
  assertMay(actor, "reviews:read");
  const scope = doorsOf(review);
  const atSites = [atSitesOf(actor), atSitesOfCreator(review)];
  return getDb()
    .select({
      deviceId: devices.id,
      name: devices.name,
      type: devices.type,
      count: sql<number>`count(*)::int`,
      hasKeypad: sql<boolean>`${devices.keypadModel} is not null`,
    })
    .from(authorizations)
    .innerJoin(devices, eq(devices.id, authorizations.deviceId))
    .innerJoin(placements, eq(placements.deviceId, authorizations.deviceId))
    .leftJoin(bindings, isBound)
    .where(and(scope, inArray(authorizations.type, [0, 2, 13]), isNull(bindings.id), ...atSites))
    .groupBy(devices.id)
    .orderBy(asc(devices.name));
}

/** The doors that a review is about, whether or not somebody of ours has access there. */
function doorsOf({ id, scope, scopeId }: ReviewRow): SQL {
  switch (scope) {
    case "device":
      return sql`${devices.id} = ${scopeId}::uuid`;
    case "site":
      return sql`${placements.siteId} = ${scopeId}::uuid`;
    case "area":
      return sql`${devices.id} in (select device_id from area_devices where area_id = ${scopeId}::uuid)`;
    case "team":
      return sql`${devices.id} in (select device_id from access_review_items where review_id = ${id}::uuid)`;
    default:
      return scope satisfies never;
  }
}
