import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { AccountId, DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { at, id, sealed } from "./columns";
import { devices } from "./facts";
import { type AdminId, accounts, admins, sites, staff } from "./intent";

/*
 * What doors do over time, and what is done to them from afar. Each table names its one writer.
 */

/** When a device could not be reached, and why (Nuki's serverState). `until` null: still so. Written by lib/sync. */
export const deviceOutages = pgTable(
  "device_outages",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    serverState: integer("server_state").notNull(),
    from: at("from_at").notNull(),
    until: at("until_at"),
  },
  (t) => [
    uniqueIndex("device_outages_open").on(t.deviceId).where(sql`until_at is null`),
    index("device_outages_device").on(t.deviceId, t.from),
  ],
);

export type BatteryPart = "lock" | "keypad" | "sensor";

/** One row whenever what is known of a battery changes. Written by lib/sync. */
export const batteryReadings = pgTable(
  "battery_readings",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    part: text("part").$type<BatteryPart>().notNull(),
    at: at("at").notNull(),
    /** Percent, where the model tells it. */
    charge: integer("charge"),
    critical: boolean("critical").notNull(),
  },
  (t) => [index("battery_readings_device").on(t.deviceId, t.part, t.at)],
);

/** opened: somebody got in. refused: somebody did not. fault: the device could not do it. event: all else. */
export const entryOutcomes = ["opened", "refused", "fault", "event"] as const;
export type EntryOutcome = (typeof entryOutcomes)[number];

/** A row of Nuki's log, kept here: who opened which door, or what the door did. Written by lib/sync, never changed. */
export const entries = pgTable(
  "entries",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    /** Nuki's 24-hex id of the row. */
    nukiId: text("nuki_id").notNull(),
    occurredAt: at("occurred_at").notNull(),
    receivedAt: at("received_at").notNull(),
    deviceType: integer("device_type").notNull(),
    action: integer("action").notNull(),
    trigger: integer("trigger").notNull(),
    /** How it ended (web-api.md 4.2): 0 is success. */
    state: integer("state").notNull(),
    source: integer("source"),
    autoUnlock: boolean("auto_unlock").notNull(),
    /** The authorization that was used; kept as text, since authorizations get deleted. */
    authId: text("auth_id"),
    accountUserId: integer("account_user_id"),
    name: text("name").notNull(),
    /** Who it was, found when the row came in. */
    staffId: id<StaffId>("staff_id").references(() => staff.id, { onDelete: "set null" }),
    ajarMinutes: integer("ajar_minutes"),
    /** What an opener tells besides: source, continuous mode, ring-to-open. */
    opener: jsonb("opener").$type<Record<string, number | boolean | null>>(),
    /** The person's name when the row came in: people change their names, and leave. */
    person: text("person"),
    /** What it comes to, by device type (web-api.md 4.2): the one column that filters and colours go by. */
    outcome: text("outcome").$type<EntryOutcome>().notNull().default("event"),
    /** The row exactly as Nuki answered it, without any code. */
    raw: jsonb("raw").$type<Record<string, unknown>>(),
    /** Outcome, kind of device, source, trigger and action as one number (lib/entries/facets.ts): what indexes go by. */
    facet: integer("facet")
      .notNull()
      .generatedAlwaysAs(
        sql`(case outcome when 'opened' then 0 when 'refused' then 1 when 'fault' then 2 else 3 end)
          + (case when device_type = 2 then 4 else 0 end) + 8 * (case when source >= 0 then least(source, 30) + 1 else 0 end)
          + 256 * least(greatest("trigger", 0), 1023) + 262144 * least(greatest(action, 0), 1023)`,
      ),
    /** Number of the names on it (entry_names), the person's among them; two that share it are told apart by the text. */
    who: integer("who").generatedAlwaysAs(sql`hashtext(lower(name || ' ' || coalesce(person, '')))`),
  },
  (t) => [
    // Not the device first: the planner would take it for a way to a door's entries in their order.
    unique("entries_device_nuki").on(t.nukiId, t.deviceId),
    index("entries_auth").on(t.authId, t.deviceId, t.occurredAt),
    index("entries_device_occurred").on(t.deviceId, t.occurredAt, t.id),
    index("entries_occurred").on(t.occurredAt, t.id),
    index("entries_facet").on(t.facet, t.occurredAt, t.id),
    index("entries_who").on(t.who, t.occurredAt, t.id),
    index("entries_device_facet").on(t.deviceId, t.facet, t.occurredAt, t.id),
    // Half of the entries are of nobody: a sensor, a button.
    index("entries_staff").on(t.staffId, t.occurredAt, t.id).where(sql`staff_id is not null`),
    index("entries_staff_facet").on(t.staffId, t.facet, t.occurredAt, t.id).where(sql`staff_id is not null`),
    index("entries_staff_device")
      .on(t.staffId, t.deviceId, t.occurredAt, t.id)
      .where(sql`staff_id is not null`),
  ],
);

/**
 * Every name that stands on an entry, once, small: found by its letters. Written by a trigger of `entries`, and emptied
 * of what stands on none any more by lib/entries/names.ts.
 */
export const entryNames = pgTable(
  "entry_names",
  {
    text: text("text").primaryKey(),
    who: integer("who").notNull(),
  },
  (t) => [index("entry_names_text").using("gin", sql`${t.text} gin_trgm_ops`)],
);

export const operationKinds = [
  "unlock",
  "lock",
  "unlatch",
  "lock_n_go",
  "open",
  "ring_to_open_on",
  "ring_to_open_off",
  "continuous_on",
  "continuous_off",
] as const;
export type OperationKind = (typeof operationKinds)[number];

/**
 * requested: written, nothing sent yet. sent: the one request has left. accepted: Nuki took it. done: the door's state or
 * log shows it. refused: Nuki or the door said no. unknown: nothing proves what became of it; it is never sent again.
 */
export type OperationState = "requested" | "sent" | "accepted" | "done" | "refused" | "unknown";

/** One press of a button that moves a door. Written by lib/operations. */
export const operations = pgTable(
  "operations",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    adminId: id<AdminId>("admin_id")
      .notNull()
      .references(() => admins.id),
    kind: text("kind").$type<OperationKind>().notNull(),
    reason: text("reason"),
    /** Made by the browser for one press: a second arrival of the same press finds its row and sends nothing. */
    pressId: id<string>("press_id").notNull(),
    state: text("state").$type<OperationState>().notNull().default("requested"),
    /** An error code, or Nuki's completion state as `log_<n>`. */
    outcome: text("outcome"),
    message: text("message"),
    requestedAt: at("requested_at").notNull().defaultNow(),
    sentAt: at("sent_at"),
    answeredAt: at("answered_at"),
    settledAt: at("settled_at"),
    /** Nuki's id of the log row that proves it. */
    entryNukiId: text("entry_nuki_id"),
  },
  (t) => [
    uniqueIndex("operations_press").on(t.pressId),
    index("operations_device").on(t.deviceId, t.requestedAt),
    index("operations_open").on(t.state).where(sql`settled_at is null`),
  ],
);

export type SettingPart = "label" | "config" | "advanced" | "opener" | "smartdoor";
export type SettingState =
  | "planned"
  | "syncing"
  | "sending"
  | "accepted"
  | "confirmed"
  | "failed"
  | "needs_review";

/** One setting of a device that somebody changed here, from planned to read back. Written by lib/device-settings. */
export const settingChanges = pgTable(
  "setting_changes",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    adminId: id<AdminId>("admin_id")
      .notNull()
      .references(() => admins.id),
    part: text("part").$type<SettingPart>().notNull(),
    /** Nuki's member, e.g. `ledEnabled`. */
    member: text("member").notNull(),
    /** What the person saw when deciding: if the door has something else by then, nothing is written. */
    before: jsonb("before").$type<number | boolean | string | null>(),
    after: jsonb("after").$type<number | boolean | string>().notNull(),
    state: text("state").$type<SettingState>().notNull().default("planned"),
    reason: text("reason"),
    message: text("message"),
    attempts: integer("attempts").notNull().default(0),
    nextTryAt: at("next_try_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    syncedAt: at("synced_at"),
    sentAt: at("sent_at"),
    closedAt: at("closed_at"),
  },
  (t) => [
    uniqueIndex("setting_changes_open").on(t.deviceId, t.part, t.member).where(sql`closed_at is null`),
    index("setting_changes_device").on(t.deviceId, t.createdAt),
  ],
);

export type BridgeId = string & { readonly __bridge: true };

/**
 * A bridge: found through its authorizations on devices, or entered by hand with an address in the office's network. Name,
 * address and token are written by lib/bridges; `hardwareId` too, when a reading told it.
 */
export const bridges = pgTable(
  "bridges",
  {
    id: id<BridgeId>("id").primaryKey().defaultRandom(),
    accountId: id<AccountId>("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    siteId: id<SiteId>("site_id").references(() => sites.id, { onDelete: "set null" }),
    name: text("name").notNull(),
    /** Private address and port, only ever as an admin entered it; null: not read directly. */
    host: text("host"),
    port: integer("port"),
    token: sealed("token"),
    tokenMode: text("token_mode").$type<"encrypted" | "plain">().notNull().default("encrypted"),
    hardwareId: bigint("hardware_id", { mode: "number" }),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [unique("bridges_account_name").on(t.accountId, t.name)],
);

/** Which device reaches the internet through which bridge, by the bridge's authorization on it. Written by lib/bridges. */
export const bridgeDevices = pgTable(
  "bridge_devices",
  {
    bridgeId: id<BridgeId>("bridge_id")
      .notNull()
      .references(() => bridges.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    seenAt: at("seen_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.bridgeId, t.deviceId] }), index("bridge_devices_device").on(t.deviceId)],
);

/** One device as its bridge sees it by radio. */
export interface BridgeDeviceReading {
  /** Nuki's smartlockId (type * 2^32 + id). */
  readonly nukiId: number;
  readonly paired: boolean;
  readonly rssi: number | null;
  /** ISO instant of the last state that the bridge keeps. */
  readonly stateAt: string | null;
  readonly batteryCritical: boolean | null;
  readonly keypadBatteryCritical: boolean | null;
}

export type BridgeProblem =
  | "no_answer"
  | "refused"
  | "busy"
  | "bad_token"
  | "api_disabled"
  | "bad_answer"
  | "redirect";

/** The last direct reading of a bridge. Written by lib/bridges. */
export const bridgeReadings = pgTable("bridge_readings", {
  bridgeId: id<BridgeId>("bridge_id")
    .primaryKey()
    .references(() => bridges.id, { onDelete: "cascade" }),
  triedAt: at("tried_at").notNull(),
  /** Null while the last try succeeded. */
  problem: text("problem").$type<BridgeProblem>(),
  problemSince: at("problem_since"),
  /** When it answered last; the rest is from then. */
  readAt: at("read_at"),
  uptimeSeconds: integer("uptime_seconds"),
  rebootedAt: at("rebooted_at"),
  serverConnected: boolean("server_connected"),
  wlanConnected: boolean("wlan_connected"),
  firmware: text("firmware"),
  wifiFirmware: text("wifi_firmware"),
  clockSkewMs: bigint("clock_skew_ms", { mode: "number" }),
  devices: jsonb("devices").$type<BridgeDeviceReading[]>(),
});
