import { hear, pollEverywhere } from "./bridge-known.ts";
import { flag, numberOf } from "./control-input.ts";
import { reportState, writeLog } from "./device-life.ts";
import { emitConfig, emitMasterdata } from "./events.ts";
import { isObject } from "./input.ts";
import { type Actor, isPossible, logAction, move, noRingToOpen, openerLogOf } from "./motion.ts";
import { changeBridge, refreshReach } from "./reach.ts";
import type { ConfigPart, Device, Json, World } from "./world.ts";

export type Verb = (world: World, device: Device, input: Json) => unknown;

const minuteMs = 60_000;
const opened = 3;
const closed = 2;
const byHand: Actor = { name: "", trigger: 1, openerSource: 3 };
const byButton: Actor = { name: "", trigger: 2, openerSource: 3 };
const system = { name: "", trigger: 0, state: 0, autoUnlock: false, source: 0 };

/** What is wrong with the device itself; the cloud knows at once. */
function setOwnState(world: World, device: Device, ownState: number): void {
  pollEverywhere(world, device);
  device.ownState = ownState;
  hear(world, device);
  refreshReach(world, device, true);
}

const radio: Verb = async (world, device, input) => {
  const rssi = input.rssi === null ? null : numberOf(input, "rssi");
  const bridge = world.bridges.get(typeof input.bridge === "string" ? input.bridge : (device.bridge ?? ""));
  if (!bridge) throw new Error("this device has no such bridge");
  await changeBridge(world, bridge, () => {
    const pairing = bridge.pairings.get(device.smartlockId);
    if (pairing) pairing.rssi = rssi;
    else bridge.pairings.set(device.smartlockId, { rssi, known: null });
  });
  // Back in range it speaks up by itself.
  reportState(world, device);
};

export function setBattery(world: World, device: Device, input: Json): void {
  const { charge, critical, keypadCritical, sensorCritical, charging } = input;
  const { live } = device;
  pollEverywhere(world, device);
  device.live = {
    ...live,
    ...(typeof charge === "number" ? { batteryCharge: charge, batteryCritical: charge <= 20 } : {}),
    ...(typeof critical === "boolean" ? { batteryCritical: critical } : {}),
    ...(typeof keypadCritical === "boolean" ? { keypadBatteryCritical: keypadCritical } : {}),
    ...(typeof sensorCritical === "boolean" ? { doorsensorBatteryCritical: sensorCritical } : {}),
    ...(typeof charging === "boolean" ? { batteryCharging: charging } : {}),
  };
  if (typeof input.flat === "boolean") device.flat = input.flat;
  else if (typeof charge === "number") device.flat = charge <= 0;
  if (!device.flat) reportState(world, device);
  refreshReach(world, device);
}

const drains = new WeakMap<Device, symbol>();

/** In the background: nobody waits for a battery. */
const drain: Verb = (world, device, input) => {
  const step = numberOf(input, "step");
  const floor = numberOf(input, "floor", 0);
  const mine = Symbol("drain");
  drains.set(device, mine);
  if (step === 0) return;
  const everyMs = numberOf(input, "everyMs");
  if (everyMs <= 0) throw new Error("everyMs must be more than 0");
  const next = () =>
    world.clock.after(
      everyMs,
      "battery drains",
      () => {
        if (drains.get(device) !== mine) return;
        const charge = Math.max(floor, (device.live.batteryCharge ?? 100) - step);
        setBattery(world, device, { charge });
        if (charge > floor) next();
      },
      true,
    );
  next();
};

const door: Verb = (world, device, input) => {
  const open = flag(input, "open");
  device.live = { ...device.live, doorState: open ? opened : closed };
  writeLog(world, device, { ...system, action: open ? 240 : 241 });
  reportState(world, device);
  if (!open || input.ajarAfterMinutes === undefined) return;
  const ajarTimeout = numberOf(input, "ajarAfterMinutes");
  const since = world.clock.now();
  openSince.set(device, since);
  const warn = () => {
    if (device.live.doorState === opened && openSince.get(device) === since)
      writeLog(world, device, { ...system, action: 208, ajarTimeout });
  };
  world.clock.after(ajarTimeout * minuteMs, "door ajar", warn, true);
};

/** Open and shut, or gone and back, again and again. */
const flap: Verb = (world, device, input) => {
  const times = numberOf(input, "times");
  const everyMs = numberOf(input, "everyMs");
  const once = (odd: boolean) =>
    input.what === "online" ? setOwnState(world, device, odd ? 4 : 0) : door(world, device, { open: odd });
  for (let time = 1; time <= times * 2; time++)
    world.clock.after(time * everyMs, "flap", () => void once(time % 2 === 1));
};

const openSince = new WeakMap<Device, number>();

const doorSensor: Verb = (world, device, input) => {
  if (input.jammed === true) writeLog(world, device, { ...system, action: 242 });
  else device.live = { ...device.live, doorState: numberOf(input, "state") };
  reportState(world, device);
};

/** The lock tries by itself and does not get through. */
const motorBlocked: Verb = (world, device, input) => {
  const action = numberOf(input, "action", 2);
  const trigger = numberOf(input, "trigger", 6);
  device.live = { ...device.live, state: 254, trigger, lastAction: action };
  logAction(world, device, action, { name: "", trigger, openerSource: 3 }, 1);
  reportState(world, device);
};

const hand: Verb = (world, device, input) => {
  const action = numberOf(input, "action");
  if (!isPossible(device, action)) throw new Error("this device cannot do that");
  move(world, device, action, input.by === "button" ? byButton : byHand);
};

function openerOnly(device: Device): void {
  if (device.type !== 2) throw new Error("only an opener does that");
}

const ringToOpen: Verb = (world, device, input) => {
  openerOnly(device);
  move(world, device, flag(input, "on") ? 1 : 2, byButton);
};

const continuous: Verb = (world, device, input) => {
  openerOnly(device);
  move(world, device, flag(input, "on") ? 6 : 7, byButton);
};

/** A bell rings; an opener that waits for it works its strike, too. */
const ring: Verb = (world, device) => {
  openerOnly(device);
  const openerLog = openerLogOf(device, 0);
  const { live } = device;
  device.lastRing = world.clock.now();
  writeLog(world, device, { ...system, action: 224, openerLog });
  if (!openerLog.activeCm && !openerLog.activeRto) {
    reportState(world, device);
    return { rang: true, opened: false };
  }
  const once = device.openerAdvancedConfig?.disableRtoAfterRing === true && live.mode !== 3;
  if (once) device.live = { ...live, ...noRingToOpen };
  move(world, device, 3, { name: "", trigger: 3, openerSource: 0 });
  return { rang: true, opened: true };
};

const parts: ConfigPart[] = ["config", "advancedConfig", "openerAdvancedConfig", "smartdoorAdvancedConfig"];

const appConfig: Verb = (_world, device, input) => {
  for (const [part, members] of Object.entries(input)) {
    const known = parts.find((name) => name === part);
    if (!known || !isObject(members)) throw new Error(`members are ${parts.join(", ")}, each an object`);
    if (!device[known]) throw new Error(`this device has no ${known}`);
    device.appConfig[known] = { ...device.appConfig[known], ...members };
  }
  return { unsynced: device.appConfig };
};

const zone: Verb = (world, device, input) => {
  const timezoneId = numberOf(input, "timezoneId");
  if (input.synced !== true) return appConfig(world, device, { config: { timezoneId } });
  device.config = { ...device.config, timezoneId };
  device.updateDate = world.clock.iso();
  emitConfig(world, device);
};

function packed(version: unknown): number {
  if (typeof version === "number" && Number.isInteger(version)) return version;
  const [, major, minor, patch] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(String(version)) ?? [];
  if (patch === undefined) throw new Error('version must be a number or like "3.10.7"');
  return (Number(major) << 16) | (Number(minor) << 8) | Number(patch);
}

const firmware: Verb = (world, device, input) => {
  device.firmwareVersion = packed(input.version);
  device.updateDate = world.clock.iso();
  writeLog(world, device, { ...system, action: 243 });
  emitMasterdata(world, device);
};

/** Things that happen to a device, each a verb of the world. */
export const deviceVerbs: Record<string, Verb> = {
  offline: (world, device) => setOwnState(world, device, 4),
  online: (world, device) => setOwnState(world, device, 0),
  "server-state": (world, device, input) => setOwnState(world, device, numberOf(input, "value")),
  "admin-pin": (_world, device, input) => {
    device.adminPinState = numberOf(input, "value");
  },
  radio,
  battery: (world, device, input) => {
    setBattery(world, device, input);
    return { ...device.live };
  },
  drain,
  door,
  "door-sensor": doorSensor,
  flap,
  jam: (_world, device, input) => {
    device.motorFault = numberOf(input, "completion");
  },
  "motor-blocked": motorBlocked,
  hand,
  ring,
  "ring-to-open": ringToOpen,
  continuous,
  zone,
  "app-config": appConfig,
  firmware,
};
