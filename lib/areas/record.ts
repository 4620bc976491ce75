import "server-only";
import { asc, eq } from "drizzle-orm";
import type { AreaId, DeviceId, SiteId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { areaDevices, areas, devices, placements } from "@/lib/db/schema";

export interface AreaRecord {
  readonly name: string;
  readonly doors: readonly {
    readonly deviceId: DeviceId;
    readonly name: string;
    /** Null for a device that has no site yet: it is in the area, but opens to nobody. */
    readonly siteId: SiteId | null;
  }[];
}

/** An area with its doors, or null. `lock` holds it until the transaction ends. */
export async function findAreaRecord(db: Db | Tx, areaId: AreaId, lock = false): Promise<AreaRecord | null> {
  const query = db.select({ name: areas.name }).from(areas).where(eq(areas.id, areaId));
  const [row] = await (lock ? query.for("update") : query);
  if (!row) return null;
  const doors = await db
    .select({ deviceId: areaDevices.deviceId, name: devices.name, siteId: placements.siteId })
    .from(areaDevices)
    .innerJoin(devices, eq(devices.id, areaDevices.deviceId))
    .leftJoin(placements, eq(placements.deviceId, areaDevices.deviceId))
    .where(eq(areaDevices.areaId, areaId))
    .orderBy(asc(devices.name), asc(devices.id));
  return { name: row.name, doors };
}

/** The content of an area as one text: an edit is only good for what its author saw. */
export function versionOf({ name, doors }: AreaRecord): string {
  return [name, ...doors.map((door) => door.deviceId).sort()].join("\n");
}

/** An area as the audit trail keeps it. */
export function auditForm({ name, doors }: AreaRecord): Record<string, unknown> {
  return { name, doors: doors.map((door) => door.name) };
}
