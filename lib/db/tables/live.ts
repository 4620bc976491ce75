import { bigserial, index, integer, jsonb, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { AccountId, DeviceId } from "@/lib/access/types";
import { at, id, sealed } from "./columns";
import { devices } from "./facts";
import { accounts } from "./intent";

/*
 * How news travel: from Nuki to us (webhooks), and from us to the browsers (live events).
 */

/** A webhook that Nuki was asked to call. Written by lib/webhooks. */
export const webhooks = pgTable(
  "webhooks",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    accountId: id<AccountId>("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    /** central: set up by hand in Nuki Web, signed with the OAuth client's secret. decentral: registered by us. */
    kind: text("kind").$type<"central" | "decentral">().notNull(),
    /** Nuki's number of a decentral one. */
    nukiId: integer("nuki_id"),
    url: text("url").notNull(),
    secret: sealed("secret").notNull(),
    features: jsonb("features").$type<string[]>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Last time the registration was seen in Nuki's own list. */
    checkedAt: at("checked_at"),
    problem: text("problem"),
    lastReceivedAt: at("last_received_at"),
    received: integer("received").notNull().default(0),
    /** Calls to the address whose signature fitted no key. */
    lastRejectedAt: at("last_rejected_at"),
    rejected: integer("rejected").notNull().default(0),
  },
  (t) => [unique("webhooks_account_kind").on(t.accountId, t.kind)],
);

/** What Nuki sent, redacted, until it was worked off and for some days after. Written by lib/webhooks. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    accountId: id<AccountId>("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    /** Keyed hash over one payload (it may hold a code): the same one again is a replay or a doubled delivery. */
    digest: text("digest").notNull(),
    feature: text("feature").notNull(),
    body: jsonb("body").$type<Record<string, unknown>>().notNull(),
    receivedAt: at("received_at").notNull(),
    processedAt: at("processed_at"),
  },
  (t) => [
    uniqueIndex("webhook_deliveries_digest").on(t.accountId, t.digest),
    index("webhook_deliveries_open").on(t.processedAt, t.id),
  ],
);

export const liveTopics = [
  "device",
  "entries",
  "changes",
  "operations",
  "alerts",
  "bridges",
  "connection",
] as const;
export type LiveTopic = (typeof liveTopics)[number];

/** "Something about this changed": ids only, kept for an hour so that a browser can catch up. Written by lib/live. */
export const liveEvents = pgTable(
  "live_events",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    at: at("at").notNull().defaultNow(),
    topic: text("topic").$type<LiveTopic>().notNull(),
    /** Whose site decides who hears of it; null: everybody. */
    deviceId: id<DeviceId>("device_id").references(() => devices.id, { onDelete: "cascade" }),
  },
  (t) => [index("live_events_at").on(t.at)],
);
