import type { Instant } from "@/lib/access/types";
import { isSameDevice, smartlockIdOf } from "./identity";
import type { BridgeInfo, BridgeList } from "./schemas";

/** What a bridge told of itself and of its devices. */
export interface BridgeReading {
  readonly hardwareId: number | null;
  readonly uptimeSeconds: number | null;
  readonly serverConnected: boolean;
  readonly wlanConnected: boolean | null;
  readonly firmware: string | null;
  readonly wifiFirmware: string | null;
  /** The bridge's clock minus ours. */
  readonly clockSkewMs: number | null;
  readonly devices: readonly BridgeDevice[];
}

export interface BridgeDevice {
  /** Nuki's smartlockId (type * 2^32 + id). */
  readonly nukiId: number;
  readonly paired: boolean;
  /** Null: the bridge does not hear it. */
  readonly rssi: number | null;
  readonly stateAt: string | null;
  readonly batteryCritical: boolean | null;
  readonly keypadBatteryCritical: boolean | null;
}

/** Joins the two answers; `at` is our time when `/info` was answered. */
export function readingOf(info: BridgeInfo, list: BridgeList, at: Instant): BridgeReading {
  return {
    hardwareId: info.ids?.hardwareId ?? info.ids?.serverId ?? null,
    uptimeSeconds: info.uptime ?? null,
    serverConnected: info.serverConnected,
    wlanConnected: info.wlanConnected ?? null,
    firmware: info.versions?.firmwareVersion ?? info.versions?.appVersion ?? null,
    wifiFirmware: info.versions?.wifiFirmwareVersion ?? null,
    clockSkewMs: skewOf(info.currentTime, at),
    devices: devicesOf(info, list),
  };
}

function skewOf(currentTime: string | undefined, at: Instant): number | null {
  const parsed = currentTime === undefined ? Number.NaN : Date.parse(currentTime);
  // Told in whole seconds, so a second's difference is none.
  return Number.isNaN(parsed) ? null : Math.abs(parsed - at) < 2_000 ? 0 : Math.round(parsed - at);
}

function devicesOf({ scanResults }: BridgeInfo, list: BridgeList): BridgeDevice[] {
  const heard = scanResults.map((found) => ({
    nukiId: smartlockIdOf(found.deviceType ?? 0, found.nukiId),
    rssi: found.rssi ?? null,
  }));
  const own = list.map((device): BridgeDevice => {
    const nukiId = smartlockIdOf(device.deviceType ?? 0, device.nukiId);
    const known = device.lastKnownState;
    return {
      nukiId,
      paired: true,
      rssi: heard.find((found) => isSameDevice(found.nukiId, nukiId))?.rssi ?? null,
      stateAt: instantText(known?.timestamp),
      batteryCritical: known?.batteryCritical ?? null,
      keypadBatteryCritical: known?.keypadBatteryCritical ?? null,
    };
  });
  const strangers = heard
    .filter((found) => !own.some((device) => isSameDevice(device.nukiId, found.nukiId)))
    .map((found) => ({
      ...found,
      paired: false,
      stateAt: null,
      batteryCritical: null,
      keypadBatteryCritical: null,
    }));
  return [...own, ...strangers];
}

function instantText(text: string | undefined): string | null {
  const parsed = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}
