import type { AccountId, DeviceId, Instant, SiteId } from "@/lib/access/types";
import type { AlertKind } from "@/lib/db/tables/alerts";
import type { BridgeId, BridgeProblem } from "@/lib/db/tables/doors";

/** A charge that was read, oldest first where there are several. */
export interface ChargeReading {
  readonly at: Instant;
  readonly charge: number;
}

export interface DeviceSight {
  readonly id: DeviceId;
  readonly accountId: AccountId;
  readonly siteId: SiteId | null;
  readonly siteZone: string | null;
  readonly type: number;
  readonly serverState: number;
  readonly state: number | null;
  readonly doorState: number | null;
  readonly mode: number | null;
  readonly timeZone: string | null;
  readonly batteryCritical: boolean;
  readonly batteryCharge: number | null;
  readonly batteryCharging: boolean | null;
  readonly keypadBatteryCritical: boolean | null;
  readonly doorsensorBatteryCritical: boolean | null;
  readonly seenAt: Instant;
  readonly doorSince: Instant | null;
  readonly stateSince: Instant | null;
  readonly offlineSince: Instant | null;
  readonly missingSince: Instant | null;
  /** Of weeks, where the charge is worth a look. */
  readonly charges: readonly ChargeReading[];
  /** Codes, fingers and fobs that were refused lately. */
  readonly wrongCodes: readonly { readonly at: Instant; readonly receivedAt: Instant }[];
  /** The door's own warning that it stands ajar, where nothing came after it. */
  readonly ajarSince: Instant | null;
  /** The last movement ended with a blocked motor. */
  readonly blockedAt: Instant | null;
  /** When continuous mode was switched on, where the log tells. */
  readonly continuousSince: Instant | null;
}

export interface BridgeSight {
  readonly id: BridgeId;
  readonly accountId: AccountId;
  readonly siteId: SiteId | null;
  readonly deviceIds: readonly DeviceId[];
  /** The last try to read it; null: nobody entered an address. */
  readonly reading: {
    readonly triedAt: Instant;
    readonly problem: BridgeProblem | null;
    readonly problemSince: Instant | null;
    readonly serverConnected: boolean | null;
  } | null;
}

export interface AccountSight {
  readonly id: AccountId;
  readonly status: "unknown" | "connected" | "unauthorized" | "unreachable";
  /** Last success, or when the connection was entered. */
  readonly fineUntil: Instant;
}

export interface WebhookSight {
  readonly id: string;
  readonly accountId: AccountId;
  readonly kind: "central" | "decentral";
  readonly problem: string | null;
}

/** The open changes of one door that are older than they should be, counted. */
export interface WaitingSight {
  readonly deviceId: DeviceId;
  readonly isRemoval: boolean;
  readonly count: number;
  readonly oldest: Instant;
}

/** An alert that is open. */
export interface OpenAlert {
  readonly kind: AlertKind;
  readonly cause: string;
  readonly accountId: AccountId | null;
  readonly deviceId: DeviceId | null;
  readonly bridgeId: BridgeId | null;
  /** Which of several reasons it was told for. */
  readonly why: string | null;
}

/** Everything that the rules look at, as it is known at `now`. */
export interface Snapshot {
  readonly now: Instant;
  readonly devices: readonly DeviceSight[];
  readonly bridges: readonly BridgeSight[];
  readonly accounts: readonly AccountSight[];
  readonly webhooks: readonly WebhookSight[];
  readonly waiting: readonly WaitingSight[];
  readonly open: readonly OpenAlert[];
  /** When conditions that tell no beginning were seen first, by cause. */
  readonly firstSeen: Readonly<Record<string, Instant>>;
}
