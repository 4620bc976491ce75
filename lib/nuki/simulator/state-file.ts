import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import type { Bridge } from "./bridge.ts";
import { createIds } from "./ids.ts";
import { noRingToOpen } from "./motion.ts";
import type { Simulator } from "./simulator.ts";
import type { Device, DeviceState, World } from "./world.ts";

const format = 1;
const saveEveryMs = 10_000;

const kept = [
  "accounts",
  "users",
  "logs",
  "tokens",
  "outbox",
  "apiKeys",
  "apiKeyTokens",
  "decentralWebhooks",
  "webhookLogs",
  "registrations",
  "grants",
  "bridges",
  "sites",
] as const satisfies readonly (keyof World)[];

type Kept = Pick<World, (typeof kept)[number]>;
type Saved = Partial<Kept> & { format: number; generation: number; devices: Device[] };

/**
 * Keeps the world in a file over restarts, as the real cloud forgets nothing either. Writes that were on their way to a
 * device when the process ended are lost, which Nuki is known for too.
 */
export function keepState(simulator: Simulator, file: string): void {
  const generation = existsSync(file) ? load(simulator.world, file) + 1 : 1;
  let saved = mark(simulator.world);
  const save = () => {
    const now = mark(simulator.world);
    if (now === saved && existsSync(file)) return;
    saved = now;
    const draft = `${file}.draft`;
    writeFileSync(draft, serialize(savedOf(simulator.world, generation)));
    renameSync(draft, file); // A crash in between must not leave half a world.
  };
  setInterval(save, saveEveryMs).unref();
  process.on("exit", save);
}

/** Moves whenever somebody asked for something that may have changed the world, or something is under way. */
function mark(world: World): string {
  const writes = [...world.counters].filter(([route]) => !route.startsWith("GET"));
  const answered = writes.reduce((sum, [, count]) => sum + count, 0);
  const states = [...world.devices.values()].map((device) => `${device.serverState}${device.updateDate}`);
  const sizes = [world.logs.length, world.outbox.length, world.users.size, world.authOwners.size];
  const bridges = [...world.bridges.values()].map((bridge) =>
    [bridge.powered, bridge.wifi, bridge.cloud, bridge.startedAt, bridge.requests.length].join(),
  );
  return [answered, world.pending.size, ...sizes, ...states, ...bridges].join(" ");
}

function savedOf(world: World, generation: number): Saved {
  const parts = Object.fromEntries(kept.map((part) => [part, world[part]])) as unknown as Kept;
  const bridges = new Map([...world.bridges].map(([key, bridge]) => [key, bridgeAtRest(bridge)] as const));
  return { ...parts, bridges, format, generation, devices: [...world.devices.values()].map(atRest) };
}

/** A device without what was under way on it. */
function atRest(device: Device): Device {
  const { operationId: _operationId, ...rest } = device;
  const auths = [...device.auths].map(([id, { operationId: _pending, ...auth }]) => [id, auth] as const);
  return {
    ...rest,
    auths: new Map(auths),
    lateWrites: [],
    pendingCreates: new Set(),
    pendingCodes: new Map(),
    busyUntil: 0,
    // Whatever was to end or to be noticed later has done so by the time the process is back.
    serverState: device.reach,
    live: ended(device.live),
    state: ended(device.state),
  };
}

const ended = (state: DeviceState): DeviceState =>
  state.ringToOpenEnd === undefined ? state : { ...state, ...noRingToOpen };

/** A bridge that answers nobody; its port is given anew. */
function bridgeAtRest(bridge: Bridge): Bridge {
  return { ...bridge, booting: false, busyWith: null, buttonPressed: null, requests: [], port: 0 };
}

function load(world: World, file: string): number {
  const saved = deserialize(readFileSync(file)) as Saved;
  if (saved.format !== format) throw new Error(`${file} is of another version: delete it to begin anew`);
  // What an older file does not have stays as it was seeded.
  const seededTokens = world.tokens;
  for (const part of kept) if (saved[part]) Object.assign(world, { [part]: saved[part] });
  world.tokens = new Map([...seededTokens, ...world.tokens]);
  for (const user of world.users.values()) delete user.operationId;
  const devices = saved.devices.map((device) => {
    const offline = { ownState: device.serverState, reach: device.serverState };
    return { ...world.devices.get(device.smartlockId), ...offline, ...device };
  });
  world.devices = new Map(devices.map((device) => [device.smartlockId, device]));
  world.authOwners = new Map(
    devices.flatMap((device) => [...device.auths.keys()].map((id) => [id, device] as const)),
  );
  // New ids must not repeat those that were given before.
  world.ids = createIds(world.settings.seed + saved.generation * 7919);
  return saved.generation;
}
