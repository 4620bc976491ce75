import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { AccountId, DeviceId, SiteId } from "@/lib/access/types";
import { at, id, sealed } from "./columns";
import { type BridgeId, bridges } from "./doors";
import { devices } from "./facts";
import { type AdminId, accounts, admins, sites } from "./intent";

/*
 * What somebody should know of. All written by lib/alerts.
 */

export const alertKinds = [
  "battery_critical",
  "battery_low",
  "device_offline",
  "bridge_down",
  "door_open",
  "wrong_codes",
  "motor_blocked",
  "continuous_mode",
  "time_zone",
  "token_broken",
  "webhook_broken",
  "change_waiting",
] as const;
export type AlertKind = (typeof alertKinds)[number];
export type AlertId = string & { readonly __alert: true };

export const alerts = pgTable(
  "alerts",
  {
    id: id<AlertId>("id").primaryKey().defaultRandom(),
    kind: text("kind").$type<AlertKind>().notNull(),
    /** Kind and cause (device, battery part, bridge, account): one open alert each, however often it is seen. */
    cause: text("cause").notNull(),
    severity: text("severity").$type<"warning" | "critical">().notNull(),
    accountId: id<AccountId>("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id").references(() => devices.id, { onDelete: "cascade" }),
    bridgeId: id<BridgeId>("bridge_id").references(() => bridges.id, { onDelete: "cascade" }),
    siteId: id<SiteId>("site_id").references(() => sites.id, { onDelete: "set null" }),
    /** Figures for the sentence: percent, minutes, count. */
    detail: jsonb("detail").$type<Record<string, string | number>>().notNull(),
    openedAt: at("opened_at").notNull(),
    /** Last time the cause was seen. */
    seenAt: at("seen_at").notNull(),
    acknowledgedAt: at("acknowledged_at"),
    acknowledgedBy: id<AdminId>("acknowledged_by").references(() => admins.id),
    note: text("note"),
    resolvedAt: at("resolved_at"),
  },
  (t) => [
    uniqueIndex("alerts_open").on(t.cause).where(sql`resolved_at is null`),
    index("alerts_opened").on(t.openedAt, t.id),
    index("alerts_device").on(t.deviceId, t.openedAt),
  ],
);

/** What a person changed about a kind of alert; without a row the default holds. */
export const alertRules = pgTable("alert_rules", {
  kind: text("kind").$type<AlertKind>().primaryKey(),
  enabled: boolean("enabled").notNull(),
  /** Minutes, percent or count, by kind. */
  threshold: integer("threshold"),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

export type ChannelId = string & { readonly __channel: true };

/** Where alerts go besides the screen. */
export const alertChannels = pgTable("alert_channels", {
  id: id<ChannelId>("id").primaryKey().defaultRandom(),
  kind: text("kind").$type<"mail" | "webhook">().notNull(),
  /** E-mail address, or https address. */
  target: text("target").notNull(),
  /** single: one message per alert; daily: one digest at `digestMinute` in the zone of the first site. */
  mode: text("mode").$type<"single" | "daily">().notNull(),
  digestMinute: integer("digest_minute").notNull().default(420),
  language: text("language").$type<"en" | "de">().notNull().default("en"),
  /** HMAC key of an outgoing webhook. */
  secret: sealed("secret"),
  /** Null: all kinds. */
  kinds: jsonb("kinds").$type<AlertKind[]>(),
  enabled: boolean("enabled").notNull().default(true),
  createdAt: at("created_at").notNull().defaultNow(),
  /** Up to when alerts went into a digest. */
  digestedAt: at("digested_at"),
});

/** One message about one alert to one channel, until it was taken by the other side. */
export const alertDeliveries = pgTable(
  "alert_deliveries",
  {
    alertId: id<AlertId>("alert_id")
      .notNull()
      .references(() => alerts.id, { onDelete: "cascade" }),
    channelId: id<ChannelId>("channel_id")
      .notNull()
      .references(() => alertChannels.id, { onDelete: "cascade" }),
    event: text("event").$type<"opened" | "resolved">().notNull(),
    state: text("state").$type<"waiting" | "delivered" | "failed">().notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    nextTryAt: at("next_try_at"),
    deliveredAt: at("delivered_at"),
    problem: text("problem"),
  },
  (t) => [
    primaryKey({ columns: [t.alertId, t.channelId, t.event] }),
    index("alert_deliveries_waiting").on(t.nextTryAt).where(sql`state = 'waiting'`),
  ],
);
