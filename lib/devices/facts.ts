import { reachOf } from "@/lib/changes/picture";
import { sameClock } from "@/lib/time/zones";

/** Nuki's device types that mean something here; others are shown with their number. */
export const deviceTypes = [0, 2, 3, 4, 5] as const;
export type KnownDeviceType = (typeof deviceTypes)[number];

export const deviceKinds = ["lock", "opener", "other"] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** Type 2 is an opener, type 1 a box without a door of its own; everything else that we know locks a door. */
export function deviceKindOf(type: number): DeviceKind {
  if (type === 2) return "opener";
  return type !== 1 && isKnownType(type) ? "lock" : "other";
}

export function isKnownType(type: number): type is KnownDeviceType {
  return (deviceTypes as readonly number[]).includes(type);
}

export const deviceReaches = ["online", "offline", "reconnect", "pin_invalid", "missing"] as const;
export type DeviceReach = (typeof deviceReaches)[number];

/** How a device can be reached: `reconnect` has to be connected to Nuki Web again in the app (server states 1 to 3). */
export function deviceReachOf(device: {
  serverState: number;
  adminPinState: number;
  missingSince: Date | null;
}): DeviceReach {
  return device.missingSince === null ? reachOf(device) : "missing";
}

/** What asks for a person, most urgent first. */
export const attentions = [
  "no_site",
  "missing",
  "reconnect",
  "offline",
  "pin_invalid",
  "motor_blocked",
  "battery",
  "keypad_battery",
  "sensor_battery",
  "time_zone",
] as const;
export type Attention = (typeof attentions)[number];

export interface DeviceFacts {
  readonly type: number;
  readonly siteZone: string | null;
  readonly timeZone: string | null;
  readonly serverState: number;
  readonly adminPinState: number;
  readonly missingSince: Date | null;
  readonly state: number | null;
  readonly batteryCritical: boolean;
  readonly keypadBatteryCritical: boolean | null;
  readonly doorsensorBatteryCritical: boolean | null;
}

/** Everything about a device that somebody should look at, in the order of `attentions`. */
export function attentionOf(device: DeviceFacts, year: number): Attention[] {
  const reach = deviceReachOf(device);
  const zonesDiffer =
    device.siteZone !== null &&
    device.timeZone !== null &&
    !sameClock(device.siteZone, device.timeZone, year);
  const found: Record<Attention, boolean> = {
    no_site: device.siteZone === null,
    missing: reach === "missing",
    reconnect: reach === "reconnect",
    offline: reach === "offline",
    pin_invalid: reach === "pin_invalid",
    motor_blocked: device.type !== 2 && device.state === 254,
    battery: device.batteryCritical,
    keypad_battery: device.keypadBatteryCritical === true,
    sensor_battery: device.doorsensorBatteryCritical === true,
    time_zone: zonesDiffer,
  };
  return attentions.filter((attention) => found[attention]);
}

const lockStates = [0, 1, 2, 3, 4, 5, 6, 7, 224, 225, 254, 255] as const;
const openerStates = [0, 1, 3, 5, 7, 253, 255] as const;
const doorStates = [2, 3, 4, 5, 16, 240] as const;

/** The message key of a state (web-api.md 4.3), or null for a number that this release does not know. */
export function stateKeyOf(type: number, state: number | null) {
  if (type === 2) {
    const known = openerStates.find((value) => value === state);
    return known === undefined ? null : (`opener.${known}` as const);
  }
  const known = lockStates.find((value) => value === state);
  return known === undefined ? null : (`lock.${known}` as const);
}

/** The message key of a door sensor's state; null where there is no sensor, or none that is in use. */
export function doorKeyOf(doorState: number | null) {
  const known = doorStates.find((value) => value === doorState);
  return known === undefined ? null : (`door.${known}` as const);
}

/** Keypad codes that a device can hold (web-api.md 5.1). */
export function codeCapacityOf(type: number): number {
  return type === 0 ? 100 : 200;
}
