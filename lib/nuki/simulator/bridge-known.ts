import { type Bridge, bridgeNow, hears, type KnownState, stamp } from "./bridge.ts";
import type { Device, Json, World } from "./world.ts";

const ringLastsMs = 30_000;
const pollMs = 5 * 60_000;
const callbackMs = 300;
const receiverTimeoutMs = 5_000;
const idsPerType = 2 ** 32;

const lockStates: Record<number, string> = {
  ...{ 0: "uncalibrated", 1: "locked", 2: "unlocking", 3: "unlocked", 4: "locking", 5: "unlatched" },
  ...{ 6: "unlocked (lock ‘n’ go)", 7: "unlatching", 254: "motor blocked", 255: "undefined" },
};
const openerStates: Record<number, string> = {
  ...{ 0: "untrained", 1: "online", 3: "rto active", 5: "open", 7: "opening", 253: "boot run" },
};
const doorStates: Record<number, string> = {
  ...{ 1: "deactivated", 2: "door closed", 3: "door opened", 4: "door state unknown", 5: "calibrating" },
  ...{ 16: "uncalibrated", 240: "removed" },
};

/** On the bridge a 5th generation lock is what a 4th generation one is; it knows no greater number. */
export const bridgeType = (device: Device): number => Math.min(device.type, 4);
export const nukiId = (device: Device): number => device.smartlockId % idsPerType;

function read(world: World, device: Device, at: number): KnownState {
  const { live } = device;
  const opener = device.type === 2;
  const keypad = live.keypadBatteryCritical;
  const members: Json = {
    mode: live.mode === 3 ? 3 : 2,
    state: live.state,
    stateName: (opener ? openerStates : lockStates)[live.state] ?? "undefined",
    batteryCritical: live.batteryCritical,
    ...(opener ? {} : { batteryCharging: live.batteryCharging ?? false }),
    ...(live.batteryCharge === undefined ? {} : { batteryChargeState: live.batteryCharge }),
    ...(keypad === undefined ? {} : { keypadBatteryCritical: keypad }),
    ...(live.doorState === 0
      ? {}
      : { doorsensorState: live.doorState, doorsensorStateName: doorStates[live.doorState] ?? "unknown" }),
  };
  const ringAt = device.lastRing;
  return { members, at, ...(ringAt === undefined ? {} : { ringAt: ringAt + at - world.clock.now() }) };
}

/** As `/list`, `/lockState` and the callbacks show it; a ring is over after half a minute. */
export function knownView(world: World, bridge: Bridge, known: KnownState): Json {
  const { ringAt } = known;
  if (ringAt === undefined) return known.members;
  const ringing = bridgeNow(world, bridge) - ringAt < ringLastsMs;
  return { ...known.members, ringactionTimestamp: stamp(ringAt), ringactionState: ringing };
}

/** Asks the device now, over the air. */
export function askDevice(world: World, bridge: Bridge, device: Device): KnownState {
  const known = read(world, device, bridgeNow(world, bridge));
  const pairing = bridge.pairings.get(device.smartlockId);
  if (pairing) pairing.known = known;
  return known;
}

/** A change is on the air: whichever bridge is in range has it, and tells those who asked to be told. */
export function hear(world: World, device: Device): void {
  for (const bridge of world.bridges.values()) {
    const pairing = bridge.pairings.get(device.smartlockId);
    if (!pairing || !hears(bridge, device)) continue;
    const known = askDevice(world, bridge, device);
    if (!bridge.wifi || bridge.callbacksStuck) continue;
    const ids = { nukiId: nukiId(device), deviceType: bridgeType(device) };
    const body = JSON.stringify({ ...ids, ...knownView(world, bridge, known) });
    for (const { url } of bridge.callbacks) {
      world.clock.after(Math.min(callbackMs, world.settings.webhookLatencyMs), "callback", () =>
        post(url, body),
      );
    }
  }
}

async function post(url: string, body: string): Promise<void> {
  try {
    const signal = AbortSignal.timeout(receiverTimeoutMs);
    const headers = { "Content-Type": "application/json" };
    await (await fetch(url, { method: "POST", headers, body, signal })).arrayBuffer();
  } catch {
    // A bridge does not care who misses its callbacks, and never repeats one.
  }
}

/** What the bridge asked at its own regular hour since the last change, if it could hear the device. */
export function pollDevice(world: World, bridge: Bridge, device: Device): void {
  const pairing = bridge.pairings.get(device.smartlockId);
  if (!pairing?.known || !hears(bridge, device)) return;
  const now = bridgeNow(world, bridge);
  const lastPoll = now - (now % pollMs);
  if (pairing.known.at < lastPoll) pairing.known = read(world, device, lastPoll);
}

/** Before a device falls silent: what its bridges knew of it until then. */
export function pollEverywhere(world: World, device: Device): void {
  for (const bridge of world.bridges.values()) pollDevice(world, bridge, device);
}
