import { reachOf } from "@/lib/changes/picture";
import { sameClock } from "@/lib/time/zones";

/** Nuki's device types that mean something here; others are shown with their number. */
export const deviceTypes = [0, 2, 3, 4, 5] as const;
export type KnownDeviceType = (typeof deviceTypes)[number];

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
  "continuous",
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
  readonly mode: number | null;
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
    continuous: isContinuous(device),
    battery: device.batteryCritical,
    keypad_battery: device.keypadBatteryCritical === true,
    sensor_battery: device.doorsensorBatteryCritical === true,
    time_zone: zonesDiffer,
  };
  return attentions.filter((attention) => found[attention]);
}

/** An opener in continuous mode lets in everybody who rings (web-api.md 4.3), also while nobody can reach it. */
export function isContinuous({ type, mode }: { type: number; mode: number | null }): boolean {
  return type === 2 && mode === 3;
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

/** When what is shown of a device was true: a device that is away has told nothing since. */
export function knownAt(device: {
  readonly reach: DeviceReach;
  readonly seenAt: Date;
  readonly offlineSince: Date | null;
  readonly missingSince: Date | null;
}): Date {
  const isAway = device.reach === "offline" || device.reach === "missing" || device.reach === "reconnect";
  return isAway ? (device.offlineSince ?? device.missingSince ?? device.seenAt) : device.seenAt;
}

/** Keypad codes that a device can hold (web-api.md 5.1). */
export function codeCapacityOf(type: number): number {
  return type === 0 ? 100 : 200;
}

/** Is the bolt out, as far as we know now? What a device that is away showed last does not count. */
export const boltStates = ["locked", "unlocked", "other"] as const;
export type BoltState = (typeof boltStates)[number];

export function boltOf(device: { type: number; state: number | null; reach: DeviceReach }): BoltState {
  const { type, state, reach } = device;
  if (type === 2 || state === null || reach === "offline" || reach === "missing" || reach === "reconnect")
    return "other";
  if (state === 1) return "locked";
  return [2, 3, 5, 6, 7].includes(state) ? "unlocked" : "other";
}

/** What a filter of the list calls a type: the known ones by their number. */
export function typeFilterOf(type: number): string {
  return isKnownType(type) ? String(type) : "other";
}

/** Orders versions such as 3.10.7 by their numbers; what is no version counts as the oldest. */
export function compareFirmware(a: string, b: string): number {
  const [first, second] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.max(first.length, second.length); index += 1) {
    const difference = (first[index] ?? -1) - (second[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): number[] {
  return /^\d+(\.\d+)*$/.test(version) ? version.split(".").map(Number) : [];
}

export interface FirmwareSeen {
  readonly accountId: string;
  readonly type: number;
  readonly productVariant: number | null;
  readonly firmware: string;
}

/**
 * Makes the question "what is the newest firmware of devices like this one in the same account?". That is all that can be
 * known: Nuki tells nobody what the newest release is.
 */
export function newestFirmwareOf(seen: readonly FirmwareSeen[]): (device: FirmwareSeen) => string | null {
  const keyOf = ({ accountId, type, productVariant }: FirmwareSeen) =>
    `${accountId} ${type} ${productVariant}`;
  const newest = new Map<string, string>();
  for (const device of seen) {
    const best = newest.get(keyOf(device));
    if (device.firmware !== "" && (best === undefined || compareFirmware(device.firmware, best) > 0))
      newest.set(keyOf(device), device.firmware);
  }
  return (device) => newest.get(keyOf(device)) ?? null;
}
