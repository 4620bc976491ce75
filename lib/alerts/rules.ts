import type { AccountId, DeviceId, Instant, SiteId } from "@/lib/access/types";
import type { AlertKind } from "@/lib/db/tables/alerts";
import type { BatteryPart, BridgeId } from "@/lib/db/tables/doors";
import { sameClock } from "@/lib/time/zones";
import { daysUntil } from "./battery-trend";
import { type DownBridge, downBridges } from "./down-bridges";
import type { AlertRules } from "./kinds";
import type { DeviceSight, OpenAlert, Snapshot, WaitingSight } from "./snapshot-types";
import { burstOf } from "./wrong-codes";

/** Something that somebody should know of, and that holds now. */
export interface Cause {
  readonly kind: AlertKind;
  /** One alert each, however often it is seen. */
  readonly cause: string;
  readonly severity: "warning" | "critical";
  readonly accountId: AccountId;
  readonly deviceId: DeviceId | null;
  readonly bridgeId: BridgeId | null;
  readonly siteId: SiteId | null;
  /** Figures for the sentence. Moments, not durations: the same cause has the same figures a minute later. */
  readonly detail: Readonly<Record<string, string | number>>;
}

export interface Judgement {
  readonly causes: readonly Cause[];
  /** Causes of open alerts about which nothing is known now: not seen is not fine. */
  readonly unsure: ReadonlySet<string>;
  /** Of those that do not hold any more, what cannot be back in a minute: new batteries, a change that arrived. */
  readonly settled: ReadonlySet<string>;
  /** To be handed in again with the next snapshot. */
  readonly firstSeen: Readonly<Record<string, Instant>>;
}

const minute = 60_000;
const hour = 60 * minute;
/** Older than this, what was read of a device is no news. */
export const staleMs = 5 * minute;
/** A device that Nuki has not listed for so long was taken away. */
const forgottenMs = 7 * 24 * hour;
/** An open alert about a charge stays until the charge is so many points above its threshold. */
const chargeSlack = 5;
/** The charge at which a door may fail, and how many days ahead that is told. */
const emptyCharge = 10;
const daysAhead = 14;
const removalMs = hour;

interface Finding extends Cause {
  /** Since when it holds; null: nobody tells, so from when it was seen first. */
  readonly since: Instant | null;
  /** It is told when it has held for so long. */
  readonly afterMs: number;
}

/**
 * What holds now, by the rules. Pure: the same snapshot gives the same causes in whatever order its parts come.
 *
 * Example: both openers of a bridge have been away for 12 minutes. That is one cause, `bridge_down`, and none of the two
 * openers is told about on its own.
 */
export function judge(snapshot: Snapshot, rules: AlertRules): Judgement {
  const down = downBridges(snapshot);
  const openCauses = new Set(snapshot.open.map(({ cause }) => cause));
  const context = { snapshot, rules, down, openCauses, sameClocks: new Map<string, boolean>() };
  const findings = [
    ...snapshot.devices.flatMap((device) => ofDevice(device, context)),
    ...ofBridges(context),
    ...ofAccounts(context),
    ...snapshot.waiting.flatMap((waiting) => ofChanges(waiting, context)),
  ].filter(({ kind }) => rules[kind].enabled);
  const firstSeen: Record<string, Instant> = {};
  const causes = findings.flatMap(({ since, afterMs, ...cause }): Cause[] => {
    const from = since ?? snapshot.firstSeen[cause.cause] ?? snapshot.now;
    if (since === null) firstSeen[cause.cause] = from;
    if (snapshot.now - from < afterMs) return [];
    return [since === null ? { ...cause, detail: { ...cause.detail, since: from } } : cause];
  });
  return {
    causes: causes.sort((a, b) => (a.cause < b.cause ? -1 : 1)),
    unsure: new Set(snapshot.open.filter((alert) => isUnsure(alert, snapshot)).map(({ cause }) => cause)),
    settled: new Set(snapshot.open.filter((alert) => isSettled(alert, snapshot)).map(({ cause }) => cause)),
    firstSeen,
  };
}

interface Context {
  readonly snapshot: Snapshot;
  readonly rules: AlertRules;
  readonly down: readonly DownBridge[];
  readonly openCauses: ReadonlySet<string>;
  /** Pairs of zones that were compared: a year of a calendar each, and hundreds of doors share a few. */
  readonly sameClocks: Map<string, boolean>;
}

function ofDevice(device: DeviceSight, context: Context): Finding[] {
  const { now } = context.snapshot;
  if (isForgotten(device, now)) return [];
  const away = ofReach(device, context);
  if (!isFresh(device, now)) return away;
  // What an offline device was like when it was heard last opens nothing new.
  return [
    ...away,
    ...ofBatteries(device, context),
    ...ofDoor(device, context),
    ...ofWrongCodes(device, context),
    ...ofMotor(device),
    ...ofMode(device, context),
    ...ofZone(device, context),
  ];
}

function ofReach(device: DeviceSight, { snapshot, rules, down, openCauses }: Context): Finding[] {
  const afterMs = (rules.device_offline.threshold ?? 0) * minute;
  const finding = (why: string, since: Instant | null, severity: Cause["severity"]) =>
    about(device, "device_offline", severity, { why, ...(since === null ? {} : { since }) }, since, afterMs);
  if (device.missingSince !== null) return [finding("missing", device.missingSince, "critical")];
  if (snapshot.now - device.seenAt > staleMs) return [];
  if (device.serverState >= 1 && device.serverState <= 3) return [finding("reconnect", null, "critical")];
  if (device.serverState !== 4) return [];
  const offline = finding("offline", device.offlineSince, "warning");
  // Told already: it is still away, whatever the reason turns out to be.
  if (openCauses.has(offline.cause)) return [offline];
  return rules.bridge_down.enabled && isFolded(device, snapshot, down) ? [] : [offline];
}

/** Has its bridge failed, or come back only just now? Then the others of the bridge are about to return as well. */
function isFolded({ id }: DeviceSight, { bridges, open }: Snapshot, down: readonly DownBridge[]): boolean {
  const told = open.filter(({ kind, why }) => kind === "bridge_down" && why !== "unread");
  return bridges.some(
    (bridge) =>
      bridge.deviceIds.includes(id) &&
      (down.some((each) => each.bridge.id === bridge.id && each.why !== "unread") ||
        told.some(({ bridgeId }) => bridgeId === bridge.id)),
  );
}

function ofBatteries(device: DeviceSight, { snapshot, rules, openCauses }: Context): Finding[] {
  const critical: Record<BatteryPart, boolean> = {
    lock: device.batteryCritical,
    keypad: device.keypadBatteryCritical === true,
    sensor: device.doorsensorBatteryCritical === true,
  };
  const found = (Object.keys(critical) as BatteryPart[])
    .filter((part) => critical[part])
    .map((part) => about(device, "battery_critical", "critical", { part }, 0, 0, part));
  const { batteryCharge: charge } = device;
  if (charge === null || device.batteryCharging === true) return found;
  const days = daysUntil(device.charges, emptyCharge, snapshot.now);
  const isOpen = openCauses.has(causeOf("battery_low", device.id));
  const limit = (rules.battery_low.threshold ?? 0) + (isOpen ? chargeSlack : 0);
  const soon = days !== null && days <= (isOpen ? daysAhead + 7 : daysAhead);
  const isLow = charge <= limit || soon;
  // Critical says it all; but what was told as low is not over by having become worse.
  if (!isLow || (critical.lock && !isOpen)) return found;
  const detail = { part: "lock", charge, ...(soon ? { days: Math.round(days) } : {}) };
  return [...found, about(device, "battery_low", "warning", detail, 0, 0)];
}

const doorOpened = 3;
const doorClosed = 2;

function ofDoor(device: DeviceSight, { rules }: Context): Finding[] {
  const afterMs = (rules.door_open.threshold ?? 0) * minute;
  if (device.doorState === doorOpened && device.doorSince !== null) {
    // The door's own warning counts at once: its sensor has measured the time already.
    const warned = device.ajarSince !== null && device.ajarSince >= device.doorSince;
    const { doorSince: since } = device;
    return [about(device, "door_open", "warning", { since }, since, warned ? 0 : afterMs)];
  }
  if (device.ajarSince === null || device.doorState === doorClosed) return [];
  return [about(device, "door_open", "warning", { since: device.ajarSince }, device.ajarSince, 0)];
}

function ofWrongCodes(device: DeviceSight, { snapshot, rules }: Context): Finding[] {
  const burst = burstOf(device.wrongCodes, rules.wrong_codes.threshold ?? 1, snapshot.now);
  return burst ? [about(device, "wrong_codes", "critical", { ...burst }, 0, 0)] : [];
}

const openerType = 2;
const motorBlocked = 254;

function ofMotor(device: DeviceSight): Finding[] {
  if (device.type === openerType) return [];
  const since = device.state === motorBlocked ? (device.stateSince ?? device.seenAt) : device.blockedAt;
  return since === null ? [] : [about(device, "motor_blocked", "critical", { since }, since, 0)];
}

const continuousMode = 3;

function ofMode(device: DeviceSight, { rules }: Context): Finding[] {
  if (device.type !== openerType || device.mode !== continuousMode) return [];
  const { continuousSince: since } = device;
  const afterMs = (rules.continuous_mode.threshold ?? 0) * minute;
  return [about(device, "continuous_mode", "warning", since === null ? {} : { since }, since, afterMs)];
}

function ofZone(device: DeviceSight, { snapshot, sameClocks }: Context): Finding[] {
  const { timeZone, siteZone } = device;
  if (timeZone === null || siteZone === null) return [];
  const pair = `${siteZone} ${timeZone}`;
  const isSame =
    sameClocks.get(pair) ?? sameClock(siteZone, timeZone, new Date(snapshot.now).getUTCFullYear());
  sameClocks.set(pair, isSame);
  if (isSame) return [];
  return [about(device, "time_zone", "warning", { device: timeZone, site: siteZone }, 0, 0)];
}

function ofBridges({ rules, down }: Context): Finding[] {
  const afterMs = (rules.bridge_down.threshold ?? 0) * minute;
  return down.map(({ bridge, why, since, openers }) => ({
    kind: "bridge_down",
    cause: causeOf("bridge_down", bridge.id),
    severity: why === "unread" ? "warning" : "critical",
    accountId: bridge.accountId,
    deviceId: null,
    bridgeId: bridge.id,
    siteId: bridge.siteId,
    detail: { why, openers, ...(since === null ? {} : { since }) },
    since,
    afterMs,
  }));
}

function ofAccounts({ snapshot, rules }: Context): Finding[] {
  const nowhere = { deviceId: null, bridgeId: null, siteId: null };
  const tokens = snapshot.accounts.flatMap(({ id, status, fineUntil }): Finding[] => {
    if (status !== "unauthorized" && status !== "unreachable") return [];
    return [
      {
        kind: "token_broken",
        cause: causeOf("token_broken", id),
        severity: "critical",
        accountId: id,
        ...nowhere,
        detail: { why: status, since: fineUntil },
        since: fineUntil,
        afterMs: (rules.token_broken.threshold ?? 0) * minute,
      },
    ];
  });
  const webhooks = snapshot.webhooks.flatMap(({ id, accountId, kind, problem }): Finding[] => {
    if (problem === null) return [];
    return [
      {
        kind: "webhook_broken",
        cause: causeOf("webhook_broken", id),
        severity: "warning",
        accountId,
        ...nowhere,
        detail: { why: problem, kind },
        since: 0,
        afterMs: 0,
      },
    ];
  });
  return [...tokens, ...webhooks];
}

function ofChanges(waiting: WaitingSight, { snapshot, rules }: Context): Finding[] {
  const device = snapshot.devices.find(({ id }) => id === waiting.deviceId);
  if (!device) return [];
  const { count, oldest: since, isRemoval } = waiting;
  const why = isRemoval ? "removal" : "change";
  // A leaver whose code still works is not a matter of taste, so its hour is fixed.
  const afterMs = isRemoval ? removalMs : (rules.change_waiting.threshold ?? 0) * hour;
  const severity = isRemoval ? "critical" : "warning";
  return [about(device, "change_waiting", severity, { why, count, since }, since, afterMs, why)];
}

function about(
  device: DeviceSight,
  kind: AlertKind,
  severity: Cause["severity"],
  detail: Cause["detail"],
  since: Instant | null,
  afterMs: number,
  part?: string,
): Finding {
  const { id: deviceId, accountId, siteId } = device;
  const cause = causeOf(kind, deviceId, part);
  return { kind, cause, severity, accountId, deviceId, bridgeId: null, siteId, detail, since, afterMs };
}

export function causeOf(kind: AlertKind, id: string, part?: string): string {
  return part === undefined ? `${kind}:${id}` : `${kind}:${id}:${part}`;
}

/** Is what is known of the device what it is like now? */
function isFresh(device: DeviceSight, now: Instant): boolean {
  return device.serverState === 0 && device.missingSince === null && now - device.seenAt <= staleMs;
}

function isForgotten({ missingSince }: DeviceSight, now: Instant): boolean {
  return missingSince !== null && now - missingSince > forgottenMs;
}

function isUnsure({ kind, deviceId, bridgeId, accountId }: OpenAlert, snapshot: Snapshot): boolean {
  const { now } = snapshot;
  switch (kind) {
    case "token_broken":
    case "webhook_broken":
    case "change_waiting":
      // Kept by ourselves: what is written there is how it is.
      return false;
    case "bridge_down": {
      const bridge = snapshot.bridges.find(({ id }) => id === bridgeId);
      if (!bridge) return false;
      const heard = snapshot.devices.filter(({ id }) => bridge.deviceIds.includes(id));
      return !isConnected(accountId, snapshot) || heard.every((device) => now - device.seenAt > staleMs);
    }
    default: {
      const device = snapshot.devices.find(({ id }) => id === deviceId);
      if (!device || isForgotten(device, now)) return false;
      if (!isConnected(device.accountId, snapshot) || now - device.seenAt > staleMs) return true;
      return kind !== "device_offline" && !isFresh(device, now);
    }
  }
}

/** A charge that only new batteries have, or the power pack after an evening at its cable. */
const renewedCharge = 50;

function isSettled({ kind, cause, deviceId }: OpenAlert, { devices }: Snapshot): boolean {
  if (kind === "change_waiting" || kind === "time_zone") return true;
  if (kind !== "battery_low" && cause !== `battery_critical:${deviceId}:lock`) return false;
  const device = devices.find(({ id }) => id === deviceId);
  return device !== undefined && !device.batteryCritical && (device.batteryCharge ?? 0) >= renewedCharge;
}

function isConnected(accountId: AccountId | null, { accounts }: Snapshot): boolean {
  const account = accounts.find(({ id }) => id === accountId);
  return account === undefined || account.status === "connected" || account.status === "unknown";
}
