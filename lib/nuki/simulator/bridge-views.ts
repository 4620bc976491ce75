import { answers, type Bridge, type Pairing, serverConnected, stamp } from "./bridge.ts";
import { bridgeType, nukiId } from "./bridge-known.ts";
import type { Json, World } from "./world.ts";

const host = "127.0.0.1";
const rememberedMs = 30 * 24 * 3_600_000;

function entry(world: World, bridge: Bridge): Json {
  const now = world.clock.now();
  const seen = serverConnected(world, bridge) ? now : bridge.lastContact;
  const dateUpdated = stamp(seen).replace("+00:00", "Z");
  // An address that it had when it was last seen, whether or not it answers there now.
  const address = bridge.discovery ? { ip: host, port: bridge.port } : { ip: "0.0.0.0", port: 0 };
  return { bridgeId: bridge.serverId, ...address, dateUpdated };
}

/** The bridges that called home within thirty days; everybody here shares one public address. */
export function discoveredBridges(world: World): Json {
  const since = world.clock.now() - rememberedMs;
  const seen = [...world.bridges.values()].filter(
    (bridge) => serverConnected(world, bridge) || bridge.lastContact >= since,
  );
  return { bridges: seen.map((bridge) => entry(world, bridge)), errorCode: 0 };
}

/** A bridge in figures, for tests and for the page. */
export function bridgeSummary(world: World, bridge: Bridge): Json {
  const { key, name, site, hardwareId, serverId, token, firmware, wifiFirmware, powered, wifi, cloud } =
    bridge;
  const { clockDriftMs, discovery, apiEnabled, callbacks, refusedBusy, faults, port } = bridge;
  return {
    ...{ key, name, site, url: `http://${host}:${port}`, port, bridgeId: hardwareId, serverId, token },
    ...{ firmware, wifiFirmware, powered, wifi, cloud, booting: bridge.booting },
    ...{ serverConnected: serverConnected(world, bridge), answers: answers(bridge) },
    uptime: Math.floor((world.clock.now() - bridge.startedAt) / 1000),
    ...{
      clockDriftMs,
      discovery,
      apiEnabled,
      callbacks,
      busy: bridge.busyWith !== null,
      refusedBusy,
      faults,
    },
    requests: bridge.requests.length,
    logRows: bridge.log.length,
    devices: [...bridge.pairings].map(([smartlockId, pairing]) =>
      pairingSummary(world, smartlockId, pairing),
    ),
  };
}

function pairingSummary(world: World, smartlockId: number, { rssi, known }: Pairing): Json {
  const device = world.devices.get(smartlockId);
  return {
    smartlockId,
    ...(device ? { nukiId: nukiId(device), deviceType: bridgeType(device), name: device.name } : {}),
    ...{ rssi, reachable: device?.reach === 0 },
    known: known ? { ...known.members, timestamp: stamp(known.at) } : null,
  };
}
