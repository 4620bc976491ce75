import type { AccountId, DeviceId, SiteId } from "@/lib/access/types";
import type { BridgeId } from "@/lib/db/tables/doors";
import type { AccountSight, BridgeSight, DeviceSight, Snapshot } from "./snapshot-types";

/** Snapshots for tests: everything is fine unless a test says otherwise. */
export const now = Date.parse("2026-03-02T08:00:00.000Z");
export const minute = 60_000;
export const deviceId = "00000000-0000-4000-8000-000000000001" as DeviceId;
const accountId = "00000000-0000-4000-8000-0000000000aa" as AccountId;
const siteId = "00000000-0000-4000-8000-0000000000bb" as SiteId;

export function device(facts: Partial<DeviceSight> = {}): DeviceSight {
  return {
    id: deviceId,
    accountId,
    siteId,
    siteZone: "Europe/Vienna",
    type: 4,
    serverState: 0,
    state: 1,
    doorState: 2,
    mode: 2,
    timeZone: "Europe/Vienna",
    batteryCritical: false,
    batteryCharge: null,
    batteryCharging: null,
    keypadBatteryCritical: null,
    doorsensorBatteryCritical: null,
    seenAt: now,
    doorSince: null,
    stateSince: null,
    offlineSince: null,
    missingSince: null,
    charges: [],
    wrongCodes: [],
    ajarSince: null,
    blockedAt: null,
    continuousSince: null,
    ...facts,
  };
}

export function bridge(facts: Partial<BridgeSight> = {}): BridgeSight {
  const id = "00000000-0000-4000-8000-0000000000cc" as BridgeId;
  return { id, accountId, siteId, deviceIds: [], reading: null, ...facts };
}

export function account(facts: Partial<AccountSight> = {}): AccountSight {
  return { id: accountId, status: "connected", fineUntil: now, ...facts };
}

export function snapshot(sight: Partial<Snapshot> = {}): Snapshot {
  return {
    now,
    devices: [],
    bridges: [],
    accounts: [account()],
    webhooks: [],
    waiting: [],
    open: [],
    firstSeen: {},
    ...sight,
  };
}
