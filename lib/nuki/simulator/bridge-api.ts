import { type Bridge, bridgeNow, hears, noteAtBridge, serverConnected, stamp } from "./bridge.ts";
import { askDevice, bridgeType, knownView, nukiId, pollDevice } from "./bridge-known.ts";
import { boot, cutPower } from "./bridge-life.ts";
import { isAuthorized } from "./bridge-token.ts";
import { move, simpleAction } from "./motion.ts";
import type { Device, World } from "./world.ts";

/** An answer of the bridge; without a body, only its status. `after` runs when it is sent. */
export type BridgeReply = { status: number; body?: unknown; after?: () => void };

type Ask = { world: World; bridge: Bridge; query: URLSearchParams };

const buttonMs = 30_000;
const maxCallbacks = 3;
const maxUrlLength = 254;
const done: BridgeReply = { status: 200, body: { success: true } };
const refused = (message: string): BridgeReply => ({ status: 200, body: { success: false, message } });
const badRequest: BridgeReply = { status: 400 };
const unavailable: BridgeReply = { status: 503 };

const pass = (world: World, ms: number, label: string) =>
  new Promise<void>((resolve) => void world.clock.after(ms, label, resolve));

function paired({ world, bridge }: Ask): Device[] {
  return [...bridge.pairings.keys()].flatMap((id) => world.devices.get(id) ?? []);
}

function list(ask: Ask): BridgeReply {
  const { world, bridge } = ask;
  const body = paired(ask).map((device) => {
    pollDevice(world, bridge, device);
    const known = bridge.pairings.get(device.smartlockId)?.known;
    return {
      ...{ deviceType: bridgeType(device), nukiId: nukiId(device), name: device.config.name },
      ...(known
        ? { lastKnownState: { ...knownView(world, bridge, known), timestamp: stamp(known.at) } }
        : {}),
    };
  });
  return { status: 200, body };
}

const bleName = (device: Device) =>
  `Nuki_${device.type === 2 ? "Opener_" : ""}${nukiId(device).toString(16).toUpperCase().padStart(8, "0")}`;

function info(ask: Ask): BridgeReply {
  const { world, bridge } = ask;
  const own = paired(ask).flatMap((device) => {
    const rssi = bridge.pairings.get(device.smartlockId)?.rssi;
    if (!hears(bridge, device)) return [];
    const ids = { nukiId: nukiId(device), deviceType: bridgeType(device) };
    return [{ ...ids, name: bleName(device), rssi, paired: true }];
  });
  const body = {
    bridgeType: 1,
    ids: { hardwareId: bridge.hardwareId, serverId: bridge.serverId },
    versions: { firmwareVersion: bridge.firmware, wifiFirmwareVersion: bridge.wifiFirmware },
    uptime: Math.floor((world.clock.now() - bridge.startedAt) / 1000),
    currentTime: new Date(bridgeNow(world, bridge)).toISOString().replace(/\.\d{3}Z$/, "Z"),
    wlanConnected: bridge.wifi,
    serverConnected: serverConnected(world, bridge),
    scanResults: [...own, ...bridge.neighbours.map((near) => ({ ...near, paired: false }))],
  };
  return { status: 200, body };
}

/** The device that is meant; its type matters, and a missing one means a lock of the first two generations. */
function deviceOf(ask: Ask): Device | BridgeReply {
  const id = ask.query.get("nukiId") ?? "";
  const type = ask.query.get("deviceType") ?? "0";
  if (!/^\d{1,10}$/.test(id) || !/^\d$/.test(type)) return badRequest;
  const device = paired(ask).find((item) => nukiId(item) === Number(id) && bridgeType(item) === Number(type));
  return device ?? { status: 404 };
}

const isReply = (value: Device | BridgeReply): value is BridgeReply => "status" in value;

/** Wakes the device, which takes its time and its battery. */
async function lockState(ask: Ask): Promise<BridgeReply> {
  const { world, bridge } = ask;
  const device = deviceOf(ask);
  if (isReply(device)) return device;
  await pass(world, wakeMs(world), "bridge asks a device");
  if (!hears(bridge, device)) return unavailable;
  return {
    status: 200,
    body: { ...knownView(world, bridge, askDevice(world, bridge, device)), success: true },
  };
}

function wakeMs(world: World): number {
  const { minMs, maxMs } = world.settings.actionLatency;
  return Math.round(world.random.latency.int(minMs, maxMs) / 2);
}

/** The bridge's numbers for continuous mode are not those of the Web API. */
function webAction(device: Device, action: number): number {
  return device.type === 2 && action >= 4 ? action + 2 : action;
}

async function act(ask: Ask, device: Device, action: number, simple: boolean): Promise<BridgeReply> {
  const { world, bridge, query } = ask;
  const now = world.clock.now();
  if (device.busyUntil > now || !hears(bridge, device)) return unavailable;
  const latency = wakeMs(world);
  device.busyUntil = now + latency + world.settings.actionLatency.maxMs;
  noteAtBridge(world, bridge, "lock-action", { nukiId: nukiId(device), action });
  const own = [...device.auths.values()].find((auth) => auth.type === 1);
  const actor = { name: own?.name ?? bridge.name, trigger: 0, openerSource: 5, authId: own?.id, simple };
  const ended = (async () => {
    await pass(world, latency, "bridge commands a device");
    if (!hears(bridge, device)) return null;
    return new Promise<number>((resolve) => move(world, device, action, actor, resolve));
  })();
  const { batteryCritical } = device.live;
  if (query.get("nowait") === "1") return { status: 200, body: { success: true, batteryCritical } };
  const completion = await ended;
  if (completion === null) return unavailable;
  return { status: 200, body: { success: completion === 0, batteryCritical } };
}

async function lockAction(ask: Ask): Promise<BridgeReply> {
  const device = deviceOf(ask);
  if (isReply(device)) return device;
  const action = ask.query.get("action") ?? "";
  if (!/^[1-5]$/.test(action)) return badRequest;
  return act(ask, device, webAction(device, Number(action)), false);
}

function simple(verb: "lock" | "unlock") {
  return async (ask: Ask): Promise<BridgeReply> => {
    const device = deviceOf(ask);
    return isReply(device) ? device : act(ask, device, simpleAction(device, verb), true);
  };
}

function log({ bridge, query }: Ask): BridgeReply {
  const [offset, count] = [query.get("offset") ?? "0", query.get("count") ?? "100"];
  if (!/^\d{1,6}$/.test(offset) || !/^\d{1,6}$/.test(count)) return badRequest;
  return { status: 200, body: bridge.log.slice(Number(offset), Number(offset) + Number(count)) };
}

function clearLog({ bridge }: Ask): BridgeReply {
  bridge.log.length = 0;
  return { status: 200 };
}

/** The answer leaves before the bridge does. */
function reboot({ world, bridge }: Ask): BridgeReply {
  return { status: 200, after: () => void restart(world, bridge) };
}

export async function restart(world: World, bridge: Bridge): Promise<void> {
  await cutPower(world, bridge, bridge.unanswered);
  await boot(world, bridge);
}

function addCallback({ bridge, query }: Ask): BridgeReply {
  const url = query.get("url") ?? "";
  const valid = url.length <= maxUrlLength && URL.canParse(url) && new URL(url).protocol === "http:";
  if (!valid) return badRequest;
  if (bridge.callbacks.some((callback) => callback.url === url)) return refused("callback already added");
  if (bridge.callbacks.length >= maxCallbacks) return refused("too many callbacks registered");
  const id = [0, 1, 2].find((free) => bridge.callbacks.every((callback) => callback.id !== free)) ?? 0;
  bridge.callbacks.push({ id, url });
  return done;
}

function removeCallback({ bridge, query }: Ask): BridgeReply {
  const id = query.get("id") ?? "";
  if (!/^\d$/.test(id)) return badRequest;
  const kept = bridge.callbacks.filter((callback) => callback.id !== Number(id));
  if (kept.length === bridge.callbacks.length) return refused("callback not found");
  bridge.callbacks = kept;
  return done;
}

function configAuth({ bridge, query }: Ask): BridgeReply {
  const enable = query.get("enable");
  if (enable !== "0" && enable !== "1") return badRequest;
  bridge.discovery = enable === "1";
  return done;
}

/** Whoever can press its button may have its token; it also switches on the rest of the API. */
async function auth({ world, bridge }: Ask): Promise<BridgeReply> {
  if (!bridge.discovery) return { status: 403 };
  const pressed = await new Promise<boolean>((resolve) => {
    bridge.buttonPressed = () => resolve(true);
    world.clock.after(buttonMs, "bridge button", () => resolve(false));
  });
  bridge.buttonPressed = null;
  if (!pressed) return { status: 200, body: { success: false } };
  bridge.apiEnabled = true;
  return { status: 200, body: { token: bridge.token, success: true } };
}

const calls: Record<string, (ask: Ask) => BridgeReply | Promise<BridgeReply>> = {
  "/list": list,
  "/info": info,
  "/lockState": lockState,
  "/lockAction": lockAction,
  "/lock": simple("lock"),
  "/unlock": simple("unlock"),
  "/log": log,
  "/clearlog": clearLog,
  "/reboot": reboot,
  "/configAuth": configAuth,
  "/callback/add": addCallback,
  "/callback/list": ({ bridge }): BridgeReply => ({ status: 200, body: { callbacks: bridge.callbacks } }),
  "/callback/remove": removeCallback,
};

/** One call at the bridge's own HTTP API. */
export function callBridge(
  world: World,
  bridge: Bridge,
  path: string,
  query: URLSearchParams,
): BridgeReply | Promise<BridgeReply> {
  const ask: Ask = { world, bridge, query };
  if (path === "/auth") return auth(ask);
  const run = calls[path];
  if (!run) return { status: 404 };
  if (!bridge.apiEnabled) return { status: 403 };
  if (!isAuthorized(world, bridge, query)) return { status: 401 };
  return run(ask);
}
