import { createRandom } from "./random.ts";
import type { Device, Json, World } from "./world.ts";

export type Site = { key: string; name: string; internet: boolean };

/** What a bridge last heard from a device, without what is worked out when it is asked. */
export type KnownState = { members: Json; ringAt?: number; at: number };

/** `rssi` null: out of range. */
export type Pairing = { rssi: number | null; known: KnownState | null };

export type Neighbour = { nukiId: number; deviceType: number; name: string; rssi: number };

export type BridgeRequest = {
  at: string;
  path: string;
  query: string;
  tokenStyle: "plain" | "hashed" | "encrypted" | "none";
  status: number | null;
  overlapped: boolean;
};

export type BridgeFaults = {
  /** Real milliseconds before each answer. */
  slowMs: number;
  /** Real milliseconds after an answer in which the next request is refused with 503. */
  gapMs: number;
  busy: number;
  hang: number;
  reset: number;
  html: number;
  truncate: number;
  status: { code: number; times: number };
  redirectTo: string | null;
};

export type Bridge = {
  key: string;
  name: string;
  site: string;
  hardwareId: number;
  serverId: number;
  firmware: string;
  wifiFirmware: string;
  token: string;
  powered: boolean;
  booting: boolean;
  wifi: boolean;
  cloud: boolean;
  /** What a caller meets while the bridge cannot answer. */
  unanswered: "refuse" | "reset" | "hang";
  startedAt: number;
  clockDriftMs: number;
  /** Publishing its address, and giving its token to whoever presses the button. */
  discovery: boolean;
  apiEnabled: boolean;
  lastContact: number;
  pairings: Map<number, Pairing>;
  neighbours: Neighbour[];
  callbacks: { id: number; url: string }[];
  callbacksStuck: boolean;
  log: (Json & { timestamp: string; type: string })[];
  usedHashes: Set<string>;
  /** Number of the request it is at; it can only be at one. */
  busyWith: number | null;
  freeAt: number;
  buttonPressed: (() => void) | null;
  requests: BridgeRequest[];
  refusedBusy: number;
  faults: BridgeFaults;
  /** Port on this machine; 0 until it listens for the first time. */
  port: number;
};

export const noBridgeFaults = (): BridgeFaults => ({
  ...{ slowMs: 0, gapMs: 0, busy: 0, hang: 0, reset: 0, html: 0, truncate: 0 },
  status: { code: 0, times: 0 },
  redirectTo: null,
});

/** Its numbers and its token depend on the seed and on its key only. */
export function addBridge(world: World, spec: { key: string; name: string; site: string }): Bridge {
  const random = createRandom(world.settings.seed, `bridge ${spec.key}`);
  const now = world.clock.now();
  const bridge: Bridge = {
    ...spec,
    hardwareId: random.int(0x10000000, 0x7fffffff),
    serverId: random.int(0x10000000, 0x7fffffff),
    ...{ firmware: "2.17.0", wifiFirmware: "2.4.0", token: random.hex(12) },
    ...{ powered: true, booting: false, wifi: true, cloud: true, unanswered: "refuse" as const },
    startedAt: now - random.int(3, 60) * 86_400_000,
    ...{ clockDriftMs: 0, discovery: true, apiEnabled: true, lastContact: now },
    ...{ pairings: new Map(), neighbours: [], callbacks: [], callbacksStuck: false, log: [] },
    ...{ usedHashes: new Set<string>(), busyWith: null, freeAt: 0, buttonPressed: null },
    ...{ requests: [], refusedBusy: 0, faults: noBridgeFaults(), port: 0 },
  };
  world.bridges.set(bridge.key, bridge);
  return bridge;
}

export const isUp = (bridge: Bridge): boolean => bridge.powered && !bridge.booting;

/** On its own port, in its own network. */
export const answers = (bridge: Bridge): boolean => isUp(bridge) && bridge.wifi;

export function serverConnected(world: World, bridge: Bridge): boolean {
  return answers(bridge) && bridge.cloud && world.sites.get(bridge.site)?.internet !== false;
}

/** Over Bluetooth: neither needs a network for it. */
export function hears(bridge: Bridge, device: Device): boolean {
  const rssi = bridge.pairings.get(device.smartlockId)?.rssi ?? null;
  return isUp(bridge) && rssi !== null && !device.flat && device.ownState !== 4;
}

/** The bridge's own clock, which may be wrong. */
export const bridgeNow = (world: World, bridge: Bridge): number => world.clock.now() + bridge.clockDriftMs;

const keptLogRows = 500;

export function noteAtBridge(world: World, bridge: Bridge, type: string, members: Json = {}): void {
  bridge.log.unshift({ timestamp: stamp(bridgeNow(world, bridge)), type, ...members });
  bridge.log.length = Math.min(bridge.log.length, keptLogRows);
}

/** As the bridge writes times, except that of `currentTime`. */
export const stamp = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, "+00:00");

export function findBridge(world: World, key: string): Bridge | undefined {
  const bridges = [...world.bridges.values()];
  return bridges.find((bridge) => [bridge.key, bridge.name, String(bridge.serverId)].includes(key));
}
