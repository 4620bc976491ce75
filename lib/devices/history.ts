import "server-only";
import { and, asc, desc, eq, gte, sql } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { type BatteryPart, batteryReadings, deviceOutages } from "@/lib/db/schema";
import { atOwnSites } from "./door";

export interface BatteryReading {
  readonly part: BatteryPart;
  readonly at: Date;
  /** Per cent, where the model tells it. */
  readonly charge: number | null;
  readonly critical: boolean;
}

const mostReadings = 400;

/** What was known of the batteries of a device, oldest first: one row whenever it changed. */
export async function listBatteryReadings(
  actor: Actor,
  deviceId: DeviceId,
  since: Date,
): Promise<BatteryReading[]> {
  assertMay(actor, "devices:read");
  const own = and(eq(batteryReadings.deviceId, deviceId), atOwnSites(actor, batteryReadings.deviceId));
  const columns = {
    part: batteryReadings.part,
    at: batteryReadings.at,
    charge: batteryReadings.charge,
    critical: batteryReadings.critical,
  };
  const db = getDb();
  const [recent, earlier] = await Promise.all([
    db
      .select(columns)
      .from(batteryReadings)
      .where(and(own, gte(batteryReadings.at, since)))
      .orderBy(desc(batteryReadings.at))
      .limit(mostReadings),
    // What held when the time shown begins.
    db
      .selectDistinctOn([batteryReadings.part], columns)
      .from(batteryReadings)
      .where(and(own, sql`${batteryReadings.at} < ${since.toISOString()}::timestamptz`))
      .orderBy(asc(batteryReadings.part), desc(batteryReadings.at)),
  ]);
  return [...earlier.map((row) => ({ ...row, at: since })), ...recent.toReversed()];
}

export interface Outage {
  readonly id: number;
  /** Nuki's serverState: 4 is an outage, 1 to 3 wait for somebody with the app. */
  readonly serverState: number;
  readonly from: Date;
  /** Null: still so. */
  readonly until: Date | null;
}

/** When a device could not be reached, newest first. */
export async function listOutages(actor: Actor, deviceId: DeviceId, most = 10): Promise<Outage[]> {
  assertMay(actor, "devices:read");
  return getDb()
    .select({
      id: deviceOutages.id,
      serverState: deviceOutages.serverState,
      from: deviceOutages.from,
      until: deviceOutages.until,
    })
    .from(deviceOutages)
    .where(and(eq(deviceOutages.deviceId, deviceId), atOwnSites(actor, deviceOutages.deviceId)))
    .orderBy(desc(deviceOutages.from), desc(deviceOutages.id))
    .limit(most);
}
