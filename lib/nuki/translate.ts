import type { Door, Instant, NukiAuthId, TimeWindow, Wish } from "@/lib/access/types";
import type { NukiAuthRow, NukiDeviceRow } from "@/lib/nuki/schemas";
import { timeZoneOf } from "@/lib/nuki/zones";
import type { Weekdays } from "@/lib/time/weekdays";

// ---- weekdays, minutes, dates ----------------------------------------------------------------------------------

/** Seven bits in reverse: ours count Monday as 1, Nuki's count Monday as 64. Its own inverse. */
function reversed(bits: number): number {
  let result = 0;
  for (let day = 0; day < 7; day += 1) if (bits & (1 << day)) result |= 64 >> day;
  return result;
}

export function weekdaysOf(allowedWeekDays: number): Weekdays {
  return reversed(allowedWeekDays) as Weekdays;
}

export function allowedWeekDaysOf(days: Weekdays): number {
  return reversed(days);
}

export interface NukiTimes {
  readonly allowedFromTime: number;
  readonly allowedUntilTime: number;
}

/**
 * Nuki keeps hours and minutes of one day, so it has no 24:00. The whole day is 0/0. Another window until midnight
 * is sent as until 23:59: one minute narrower, never wider. (Until 0 would be exact, but nobody has said what a lock
 * makes of an end before the start; it might let nobody in.)
 */
export function timesOf({ fromMinute, untilMinute }: TimeWindow): NukiTimes {
  if (untilMinute < 1440) return { allowedFromTime: fromMinute, allowedUntilTime: untilMinute };
  return { allowedFromTime: fromMinute, allowedUntilTime: fromMinute === 0 ? 0 : 1439 };
}

/** The way back: 0/0 is the whole day, and a later start with an end at 23:59 or 0 goes on until midnight. */
export function minutesOf(times: NukiTimes): { fromMinute: number; untilMinute: number } {
  const { allowedFromTime: fromMinute, allowedUntilTime: untilMinute } = times;
  const midnight = untilMinute === 0 || (untilMinute === 1439 && fromMinute > 0);
  return { fromMinute, untilMinute: midnight ? 1440 : untilMinute };
}

/** The window as it reads back from Nuki: 08:00-23:59 and 08:00-24:00 are the same there. */
export function windowAsHeld(window: TimeWindow): TimeWindow {
  return { days: window.days, ...minutesOf(timesOf(window)) };
}

/** The instant as Nuki wants it: UTC, whole seconds. A part of a second is cut off, which is never later. */
export function dateOf(at: Instant): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

// ---- authorizations --------------------------------------------------------------------------------------------

/** An authorization as Nuki has it, in our units. The code is in clear: hash or encrypt it before it is kept. */
export interface NukiAuth {
  readonly id: NukiAuthId;
  /** Nuki's number of the device, as everywhere in this folder. */
  readonly deviceId: number;
  readonly type: number;
  readonly accountUserId: number | null;
  readonly name: string;
  readonly enabled: boolean;
  readonly remoteAllowed: boolean;
  readonly days: Weekdays | null;
  readonly fromMinute: number | null;
  readonly untilMinute: number | null;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  readonly code: string | null;
  readonly lockCount: number;
  readonly lastActiveAt: Instant | null;
  readonly createdAt: Instant | null;
  /** Null may mean that the door does not have it yet. */
  readonly updatedAt: Instant | null;
  readonly busy: boolean;
  readonly error: string | null;
}

export function authOf(row: NukiAuthRow): NukiAuth {
  const { allowedFromTime: from, allowedUntilTime: until } = row;
  const minutes =
    from === null || until === null
      ? { fromMinute: from, untilMinute: until }
      : minutesOf({ allowedFromTime: from, allowedUntilTime: until });
  return {
    id: row.id as NukiAuthId,
    deviceId: row.smartlockId,
    type: row.type,
    accountUserId: row.accountUserId,
    name: row.name,
    enabled: row.enabled,
    remoteAllowed: row.remoteAllowed,
    days: row.allowedWeekDays === null ? null : weekdaysOf(row.allowedWeekDays),
    ...minutes,
    validFrom: row.allowedFromDate,
    validUntil: row.allowedUntilDate,
    code: row.code,
    lockCount: row.lockCount,
    lastActiveAt: row.lastActiveDate,
    createdAt: row.creationDate,
    updatedAt: row.updateDate,
    busy: row.operationId,
    error: row.error,
  };
}

/** What one authorization shall say; a `Wish` can be passed as it is. */
export type AuthContent = Omit<Wish, "codeHash">;

export type AuthHolder =
  | { readonly kind: "app"; readonly accountUserId: number }
  | { readonly kind: "keypad"; readonly code: string };

/**
 * The members that creates and updates share, always all of them: Nuki erases the window when an update leaves the
 * times out, and ignores the dates when the weekdays are missing. A date that is not wanted is left out, which
 * clears it; the official file knows no null.
 */
export function payloadOf(content: AuthContent, holder: AuthHolder) {
  const { validFrom, validUntil } = content;
  return {
    name: content.name,
    remoteAllowed: content.remoteAllowed,
    ...(holder.kind === "app"
      ? { accountUserId: holder.accountUserId }
      : { code: codeNumberOf(holder.code) }),
    ...(validFrom === null ? {} : { allowedFromDate: dateOf(validFrom) }),
    ...(validUntil === null ? {} : { allowedUntilDate: dateOf(validUntil) }),
    allowedWeekDays: allowedWeekDaysOf(content.window.days),
    ...timesOf(content.window),
  };
}

/** Nuki wants the code as a number, which is why it never begins with 0. */
function codeNumberOf(code: string): number {
  if (!/^[1-9]\d{5}$/.test(code)) throw new RangeError("a keypad code has six digits and no leading zero");
  return Number(code);
}

// ---- devices ---------------------------------------------------------------------------------------------------

const DEVICES_PER_TYPE = 2 ** 32;

/** Nuki's number of a device from its type and the eight hex digits that are printed on it. */
export function deviceIdOf(type: number, nukiId: string): number {
  return type * DEVICES_PER_TYPE + Number.parseInt(nukiId, 16);
}

/** The way back; the digits are those that people read on the device. */
export function nukiIdOf(deviceId: number): { type: number; nukiId: string } {
  const type = Math.floor(deviceId / DEVICES_PER_TYPE);
  const rest = deviceId % DEVICES_PER_TYPE;
  return { type, nukiId: rest.toString(16).toUpperCase().padStart(8, "0") };
}

/** "3.10.7" from one byte each for major, minor and patch. */
export function firmwareOf(version: number): string {
  return [(version >> 16) & 255, (version >> 8) & 255, version & 255].join(".");
}

/** "11.1" from one byte each for major and minor. */
export function hardwareOf(version: number): string {
  return [(version >> 8) & 255, version & 255].join(".");
}

export type DeviceKind = "lock" | "opener" | "box" | "smart_door";

/** A type that is newer than this list is a lock of some kind: it is shown, not hidden. */
export function deviceKindOf(type: number): DeviceKind {
  return type === 1 ? "box" : type === 2 ? "opener" : type === 3 ? "smart_door" : "lock";
}

const MODELS = ["smart_lock_2", "box", "opener", "smart_door", "smart_lock_4", "smart_lock_5"] as const;
const VARIANTS = ["smart_lock_5_go", "smart_lock_5_pro", "smart_lock_5_ultra"] as const;

export type DeviceModel = (typeof MODELS)[number] | (typeof VARIANTS)[number] | "unknown";

export function modelOf(type: number, productVariant: number | null): DeviceModel {
  const variant = type === 5 && productVariant !== null ? VARIANTS[productVariant - 1] : undefined;
  return variant ?? MODELS[type] ?? "unknown";
}

/** Only `serverState` 4 is an outage; the other states need a person with the app. */
export function reachOf(serverState: number, adminPinState: number): Door["reach"] {
  if (serverState === 4) return "offline";
  if (serverState !== 0) return "reconnect";
  return adminPinState === 0 ? "online" : "pin_invalid";
}

/** A device has one of three advanced configs, by its type; one that is not known yet, whichever it brings. */
function advancedConfigOf(row: NukiDeviceRow): Record<string, unknown> | null {
  const { advancedConfig, smartdoorAdvancedConfig } = row;
  const openerAdvancedConfig = row.openerAdvancedConfig?.whole ?? null;
  if (row.type === 2) return openerAdvancedConfig;
  if (row.type === 3) return smartdoorAdvancedConfig;
  return advancedConfig ?? (row.type > 5 ? (smartdoorAdvancedConfig ?? openerAdvancedConfig) : null);
}

export type NukiDevice = ReturnType<typeof deviceOf>;

/** A device as Nuki has it, in our units. */
export function deviceOf(row: NukiDeviceRow) {
  const { state } = row;
  const config = row.config?.facts ?? null;
  const keypad: 0 | 1 | 2 = config?.keypad2Paired ? 2 : config?.keypadPaired ? 1 : 0;
  const timezoneId = config?.timezoneId ?? null;
  const productVariant = config?.productVariant ?? null;
  return {
    id: row.smartlockId,
    accountId: row.accountId,
    type: row.type,
    kind: deviceKindOf(row.type),
    model: modelOf(row.type, productVariant),
    nukiId: nukiIdOf(row.smartlockId).nukiId,
    name: row.name,
    keypad,
    hasKeypad: keypad !== 0,
    codeCapacity: row.type === 0 ? 100 : 200,
    reach: reachOf(row.serverState, row.adminPinState),
    serverState: row.serverState,
    adminPinState: row.adminPinState,
    timezoneId,
    timeZone: timezoneId === null ? null : timeZoneOf(timezoneId),
    firmware: row.firmwareVersion === null ? null : firmwareOf(row.firmwareVersion),
    hardware: row.hardwareVersion === null ? null : hardwareOf(row.hardwareVersion),
    productVariant,
    fobPaired: config?.fobPaired ?? null,
    operatingMode: config?.operatingMode ?? null,
    capabilities: config?.capabilities ?? null,
    intercomId: row.openerAdvancedConfig?.facts.intercomId ?? null,
    config: row.config?.whole ?? null,
    advancedConfig: advancedConfigOf(row),
    subscription: row.currentSubscription?.state ?? null,
    battery: state && {
      critical: state.batteryCritical,
      charging: state.batteryCharging,
      charge: state.batteryCharge,
      keypadCritical: state.keypadBatteryCritical,
      doorSensorCritical: state.doorsensorBatteryCritical,
    },
    /** The last known state when the device is not reachable. */
    state: state && {
      mode: state.mode,
      state: state.state,
      trigger: state.trigger,
      lastAction: state.lastAction,
      doorState: state.doorState,
      nightMode: state.nightMode,
      ringToOpenEnd: state.ringToOpenEnd,
    },
    createdAt: row.creationDate,
    updatedAt: row.updateDate,
    busy: row.operationId,
    error: row.error,
  };
}
