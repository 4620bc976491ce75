import { eq } from "drizzle-orm";
import type { AccountId, DeviceId, SiteId } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import { bridgeDevices, bridgeReadings, bridges, devices, placements } from "@/lib/db/schema";
import type { BridgeDeviceReading, BridgeId } from "@/lib/db/tables/doors";
import { isSameDevice } from "@/lib/nuki/bridge/identity";
import { type BridgeSight, diagnose, type Neighbour, type Verdict } from "./diagnosis";

type ReadingRow = typeof bridgeReadings.$inferSelect;

/** A device, as far as it tells about others. */
export interface Surrounding {
  readonly id: DeviceId;
  readonly accountId: AccountId;
  readonly nukiId: number;
  readonly siteId: SiteId | null;
  readonly serverState: number;
  readonly missingSince: Date | null;
  readonly offlineSince: Date | null;
  readonly batteryCritical: boolean;
  readonly seenAt: Date;
}

export interface Surroundings {
  readonly devices: readonly Surrounding[];
  /** The bridge of each device that has one; of several, the one that is read. */
  readonly bridgeOf: ReadonlyMap<DeviceId, BridgeId>;
  readonly readings: ReadonlyMap<BridgeId, ReadingRow>;
}

/** All that a diagnosis looks at: of every site, since what is away elsewhere tells something too. Only verdicts leave. */
export async function loadSurroundings(db: Db): Promise<Surroundings> {
  const [rows, links, readings] = await Promise.all([
    db
      .select({
        id: devices.id,
        accountId: devices.accountId,
        nukiId: devices.nukiId,
        siteId: placements.siteId,
        serverState: devices.serverState,
        missingSince: devices.missingSince,
        offlineSince: devices.offlineSince,
        batteryCritical: devices.batteryCritical,
        seenAt: devices.seenAt,
      })
      .from(devices)
      .leftJoin(placements, eq(placements.deviceId, devices.id)),
    db
      .select({ deviceId: bridgeDevices.deviceId, bridgeId: bridgeDevices.bridgeId, host: bridges.host })
      .from(bridgeDevices)
      .innerJoin(bridges, eq(bridges.id, bridgeDevices.bridgeId))
      .orderBy(bridges.createdAt, bridges.id),
    db.select().from(bridgeReadings),
  ]);
  const bridgeOf = new Map<DeviceId, BridgeId>();
  for (const wantsHost of [true, false]) {
    for (const { deviceId, bridgeId, host } of links) {
      if ((host !== null) === wantsHost && !bridgeOf.has(deviceId)) bridgeOf.set(deviceId, bridgeId);
    }
  }
  return { devices: rows, bridgeOf, readings: new Map(readings.map((row) => [row.bridgeId, row])) };
}

/** What keeps this opener away, if anything does. */
export function diagnoseOpener(opener: Surrounding, around: Surroundings, now: Date): Verdict {
  const bridgeId = around.bridgeOf.get(opener.id) ?? null;
  const others = around.devices.filter(
    (device) => device.id !== opener.id && device.accountId === opener.accountId && isWitness(device),
  );
  const isSibling = ({ id }: Surrounding) => bridgeId !== null && around.bridgeOf.get(id) === bridgeId;
  const isHere = ({ siteId }: Surrounding) => opener.siteId !== null && siteId === opener.siteId;
  const reading = bridgeId === null ? undefined : around.readings.get(bridgeId);
  return diagnose({
    now: now.getTime(),
    opener: {
      serverState: opener.serverState,
      missing: opener.missingSince !== null,
      offlineSince: opener.offlineSince?.getTime() ?? null,
      batteryCritical: opener.batteryCritical,
      seenAt: opener.seenAt.getTime(),
    },
    siblings: others.filter(isSibling).map(neighbourOf),
    others: others.filter((device) => !isSibling(device) && isHere(device)).map(neighbourOf),
    elsewhere: others.filter((device) => !isSibling(device) && !isHere(device)).map(neighbourOf),
    bridge: reading ? sightOf(reading, opener) : null,
  });
}

/** A device that lost its connection to Nuki Web for good says nothing about lines and bridges. */
function isWitness({ serverState, missingSince }: Surrounding): boolean {
  return missingSince === null && (serverState === 0 || serverState === 4);
}

function neighbourOf({ serverState, offlineSince }: Surrounding): Neighbour {
  return { online: serverState === 0, awaySince: offlineSince?.getTime() ?? null };
}

function sightOf(reading: ReadingRow, opener: Surrounding): BridgeSight {
  const device = heardBy(reading, opener.nukiId);
  return {
    triedAt: reading.triedAt.getTime(),
    problem: reading.problem,
    readAt: reading.readAt?.getTime() ?? null,
    serverConnected: reading.serverConnected,
    wlanConnected: reading.wlanConnected,
    rebootedAt: reading.rebootedAt?.getTime() ?? null,
    device: device?.paired ? device : null,
  };
}

/** What a bridge last said of a device. */
export function heardBy(
  reading: Pick<ReadingRow, "devices"> | null,
  nukiId: number,
): BridgeDeviceReading | null {
  return reading?.devices?.find((device) => isSameDevice(device.nukiId, nukiId)) ?? null;
}
