import { eq } from "drizzle-orm";
import type { Tx } from "@/lib/db/connection";
import { bridgeReadings, bridges } from "@/lib/db/schema";
import type { BridgeId } from "@/lib/db/tables/doors";
import { publish } from "@/lib/live/publish";
import type { BridgeRead } from "@/lib/nuki/bridge/reader";
import { signalOf } from "./signal";

export type ReadingRow = typeof bridgeReadings.$inferSelect;

/** Writes down one try. False when the bridge got another address or token meanwhile: the answer is about nothing. */
export async function noteRead(
  tx: Tx,
  { bridgeId, updatedAt }: { bridgeId: BridgeId; updatedAt: Date },
  read: BridgeRead,
  triedAt: Date,
): Promise<boolean> {
  const [current] = await tx.select().from(bridges).where(eq(bridges.id, bridgeId)).for("update");
  if (!current || current.updatedAt.getTime() !== updatedAt.getTime()) return false;
  const [before] = await tx.select().from(bridgeReadings).where(eq(bridgeReadings.bridgeId, bridgeId));
  const row = nextReading(before ?? null, bridgeId, read, triedAt);
  await tx
    .insert(bridgeReadings)
    .values(row)
    .onConflictDoUpdate({ target: bridgeReadings.bridgeId, set: row });
  if (read.ok && read.reading.hardwareId !== null && read.reading.hardwareId !== current.hardwareId) {
    await tx.update(bridges).set({ hardwareId: read.reading.hardwareId }).where(eq(bridges.id, bridgeId));
  }
  if (visible(before ?? null) !== visible(row)) await publish(tx, [{ topic: "bridges" }]);
  return true;
}

/** The reading after this try. What was known stays while the bridge tells nothing; a fallen uptime was a restart. */
export function nextReading(
  before: ReadingRow | null,
  bridgeId: BridgeId,
  read: BridgeRead,
  triedAt: Date,
): ReadingRow {
  if (!read.ok) {
    return {
      ...(before ?? nothing),
      bridgeId,
      triedAt,
      problem: read.problem,
      problemSince: before?.problemSince ?? triedAt,
    };
  }
  const { reading } = read;
  return {
    bridgeId,
    triedAt,
    problem: null,
    problemSince: null,
    readAt: triedAt,
    uptimeSeconds: reading.uptimeSeconds,
    rebootedAt: rebootOf(before, reading.uptimeSeconds, triedAt),
    serverConnected: reading.serverConnected,
    wlanConnected: reading.wlanConnected,
    firmware: reading.firmware,
    wifiFirmware: reading.wifiFirmware,
    clockSkewMs: reading.clockSkewMs,
    devices: [...reading.devices],
  };
}

const nothing = {
  readAt: null,
  uptimeSeconds: null,
  rebootedAt: null,
  serverConnected: null,
  wlanConnected: null,
  firmware: null,
  wifiFirmware: null,
  clockSkewMs: null,
  devices: null,
};

function rebootOf(before: ReadingRow | null, uptimeSeconds: number | null, at: Date): Date | null {
  const last = before?.uptimeSeconds ?? null;
  if (uptimeSeconds === null || last === null) return before?.rebootedAt ?? null;
  // Since the last reading it can only have grown, unless it began anew; after a long silence it may be larger all the same.
  const startedAt = at.getTime() - uptimeSeconds * 1000;
  const hasRestarted = uptimeSeconds < last || startedAt > (before?.readAt?.getTime() ?? 0) + 1_000;
  return hasRestarted ? new Date(startedAt) : (before?.rebootedAt ?? null);
}

/** What somebody who looks at the page would see change; the uptime, which always does, is not among it. */
function visible(row: ReadingRow | null): string {
  if (row === null) return "";
  const { problem, serverConnected, wlanConnected, firmware, wifiFirmware, rebootedAt } = row;
  const heard = (row.devices ?? []).map((device) => [
    device.nukiId,
    device.paired,
    signalOf(device.rssi),
    device.batteryCritical,
  ]);
  return JSON.stringify([problem, serverConnected, wlanConnected, firmware, wifiFirmware, rebootedAt, heard]);
}
