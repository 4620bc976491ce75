import { sql } from "drizzle-orm";
import {
  bigint,
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
import type {
  AccountId,
  ChangeState,
  CredentialKind,
  CredentialState,
  DeviceId,
  NukiAuthId,
  StaffId,
  Wish,
} from "@/lib/access/types";
import { at, id, sealed } from "./columns";
import { accounts, staff } from "./intent";

/*
 * What was seen at Nuki and what was sent to it. Written by lib/sync only; commands never touch these tables.
 */

/** How the sync of one account stands; also the lease that lets only one worker act for it. */
export const accountSync = pgTable("account_sync", {
  accountId: id<AccountId>("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  status: text("status")
    .$type<"unknown" | "connected" | "unauthorized" | "unreachable">()
    .notNull()
    .default("unknown"),
  problem: text("problem"),
  nukiAccountName: text("nuki_account_name"),
  scopes: jsonb("scopes").$type<Record<string, "granted" | "missing" | "unknown">>(),
  scopesCheckedAt: at("scopes_checked_at"),
  lastOkAt: at("last_ok_at"),
  devicesSeenAt: at("devices_seen_at"),
  authorizationsSeenAt: at("authorizations_seen_at"),
  accountUsersSeenAt: at("account_users_seen_at"),
  reconciledAt: at("reconciled_at"),
  leaseOwner: text("lease_owner"),
  leaseUntil: at("lease_until"),
});

export const devices = pgTable(
  "devices",
  {
    id: id<DeviceId>("id").primaryKey().defaultRandom(),
    accountId: id<AccountId>("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    /** Nuki's smartlockId: above 2^31, below 2^53. */
    nukiId: bigint("nuki_id", { mode: "number" }).notNull(),
    type: integer("type").notNull(),
    name: text("name").notNull(),
    serverState: integer("server_state").notNull(),
    adminPinState: integer("admin_pin_state").notNull(),
    state: integer("state"),
    doorState: integer("door_state"),
    mode: integer("mode"),
    /** What moved it last, and how: Nuki's numbers (web-api.md 4.3). */
    trigger: integer("trigger"),
    lastAction: integer("last_action"),
    nightMode: boolean("night_mode"),
    ringToOpenUntil: at("ring_to_open_until"),
    batteryCritical: boolean("battery_critical").notNull(),
    batteryCharge: integer("battery_charge"),
    batteryCharging: boolean("battery_charging"),
    keypadBatteryCritical: boolean("keypad_battery_critical"),
    doorsensorBatteryCritical: boolean("doorsensor_battery_critical"),
    keypadModel: integer("keypad_model"),
    firmware: text("firmware").notNull(),
    productVariant: integer("product_variant"),
    hardware: text("hardware"),
    fobPaired: boolean("fob_paired"),
    /** Of openers: what the intercom lets them do (0 open, 1 both, 2 ring-to-open), and which intercom it is. */
    capabilities: integer("capabilities"),
    operatingMode: integer("operating_mode"),
    intercomId: integer("intercom_id"),
    /** The settings exactly as Nuki answered them, unknown members too: they are written back whole. */
    config: jsonb("config").$type<Record<string, unknown>>(),
    advancedConfig: jsonb("advanced_config").$type<Record<string, unknown>>(),
    /** IANA zone of the device itself, null when it has none or one we do not know. */
    timeZone: text("time_zone"),
    /** When the request left whose answer this is: an older answer never overwrites a newer one. */
    seenAt: at("seen_at").notNull(),
    /** Since when state and door sensor are what they are, as far as we saw. */
    stateSince: at("state_since"),
    doorSince: at("door_since"),
    /** A webhook or a press said that something moves: read it soon. */
    lookAt: at("look_at"),
    /** All entries up to this moment are here. */
    entriesSeenTo: at("entries_seen_to"),
    offlineSince: at("offline_since"),
    /** Since when it can be reached without a break: what was sent before that may have been lost. */
    reachableSince: at("reachable_since"),
    /** Last time its whole authorization list was read. */
    authorizationsSeenAt: at("authorizations_seen_at"),
    /** When a list should be read again because something was written. */
    observeAt: at("observe_at"),
    /** Not in Nuki's list any more since then. */
    missingSince: at("missing_since"),
  },
  (t) => [unique("devices_account_nuki").on(t.accountId, t.nukiId)],
);

export const authorizations = pgTable(
  "authorizations",
  {
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    nukiId: brandedText<NukiAuthId>("nuki_id").notNull(),
    type: integer("type").notNull(),
    accountUserId: integer("account_user_id"),
    name: text("name").notNull(),
    enabled: boolean("enabled").notNull(),
    remoteAllowed: boolean("remote_allowed").notNull(),
    days: integer("days"),
    fromMinute: integer("from_minute"),
    untilMinute: integer("until_minute"),
    validFrom: at("valid_from"),
    validUntil: at("valid_until"),
    code: sealed("code"),
    codeHash: text("code_hash"),
    lockCount: integer("lock_count").notNull().default(0),
    lastActiveAt: at("last_active_at"),
    nukiUpdatedAt: at("nuki_updated_at"),
    busy: boolean("busy").notNull(),
    seenAt: at("seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.nukiId] }),
    index("authorizations_user").on(t.accountUserId),
    index("authorizations_code").on(t.codeHash),
  ],
);

/** Nuki's account users (people who can get app invitations). */
export const accountUsers = pgTable(
  "account_users",
  {
    accountId: id<AccountId>("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    nukiId: integer("nuki_id").notNull(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    seenAt: at("seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.nukiId] }),
    index("account_users_email").on(t.accountId, t.email),
  ],
);

/** Which account user stands for which staff member: found by e-mail once, kept when the e-mail changes. */
export const staffAccountUsers = pgTable(
  "staff_account_users",
  {
    accountId: id<AccountId>("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    accountUserId: integer("account_user_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.staffId] }),
    unique("staff_account_users_user").on(t.accountId, t.accountUserId),
  ],
);

export type ChangeOp = "create" | "update" | "remove";

/** One intended write to Nuki, from planned to confirmed. */
export const changes = pgTable(
  "changes",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    accountId: id<AccountId>("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    kind: text("kind").$type<CredentialKind>().notNull(),
    op: text("op").$type<ChangeOp>().notNull(),
    state: text("state").$type<ChangeState>().notNull().default("planned"),
    /** The whole wanted content for create and update. Holds the code's hash, never the code. */
    wish: jsonb("wish").$type<Wish>(),
    /** The authorization that an update or removal is about; for a create, once it was found. */
    authId: brandedText<NukiAuthId>("auth_id"),
    narrows: boolean("narrows").notNull().default(false),
    /** Requests that Nuki took or refused for good; after three that came to nothing a person has to look. */
    attempts: integer("attempts").notNull().default(0),
    /** Tries put off in a row (429, 423, no connection): they lengthen the pause, they do not count as attempts. */
    putOff: integer("put_off").notNull().default(0),
    /** Nuki refused a call that it shared with other changes: it goes alone next time, so that one cannot stop the rest. */
    alone: boolean("alone").notNull().default(false),
    /** Which refusal or wait, as an error code or wait reason; the message is Nuki's own, redacted. */
    reason: text("reason"),
    message: text("message"),
    nextTryAt: at("next_try_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    /** A request left and nothing yet proves what became of it: never sent again before it was looked for. */
    inFlight: boolean("in_flight").notNull().default(false),
    /** When the last request left that may have had an effect; a refused one is taken back. */
    sentAt: at("sent_at"),
    /** 204 came for the last request; null while its outcome is unknown. */
    acceptedAt: at("accepted_at"),
    /** Nuki was asked to sync the door because the change did not show. */
    syncedAt: at("synced_at"),
    closedAt: at("closed_at"),
  },
  (t) => [
    uniqueIndex("changes_open").on(t.staffId, t.deviceId, t.kind).where(sql`closed_at is null`),
    index("changes_account_open").on(t.accountId, t.state).where(sql`closed_at is null`),
    index("changes_device").on(t.deviceId, t.createdAt),
    index("changes_staff").on(t.staffId, t.createdAt),
    index("changes_created").on(t.createdAt, t.id),
  ],
);

/** The durable statement "this authorization is ours, for this credential". Ended, never deleted. */
export const bindings = pgTable(
  "bindings",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    kind: text("kind").$type<CredentialKind>().notNull(),
    authId: brandedText<NukiAuthId>("auth_id").notNull(),
    origin: text("origin").$type<"created" | "adopted">().notNull(),
    changeId: id<string>("change_id"),
    boundAt: at("bound_at").notNull().defaultNow(),
    endedAt: at("ended_at"),
  },
  (t) => [
    uniqueIndex("bindings_auth").on(t.deviceId, t.authId),
    uniqueIndex("bindings_credential").on(t.staffId, t.deviceId, t.kind).where(sql`ended_at is null`),
  ],
);

/** What each credential's state is: what lists show, sort and count. */
export const credentials = pgTable(
  "credentials",
  {
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    kind: text("kind").$type<CredentialKind>().notNull(),
    state: text("state").$type<CredentialState>().notNull(),
    reason: text("reason"),
    reasonParams: jsonb("reason_params").$type<Record<string, string | number>>(),
    wish: jsonb("wish").$type<Wish>(),
    authId: brandedText<NukiAuthId>("auth_id"),
    /** Since when the state is what it is. */
    since: at("since").notNull(),
    /** Last time the wanted content was read back from Nuki. */
    confirmedAt: at("confirmed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.staffId, t.deviceId, t.kind] }),
    index("credentials_device").on(t.deviceId, t.state),
    index("credentials_state").on(t.state),
  ],
);

function brandedText<T extends string>(name: string) {
  return text(name).$type<T>();
}
