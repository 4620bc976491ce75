import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { AccountId, CredentialKind, DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import { at, id } from "./columns";
import { devices } from "./facts";
import { accounts, staff } from "./intent";

/*
 * What was true and when, so that any past moment can be asked for. Rows are only added and ended. Written by lib/sync.
 */

/** How long an authorization was on a door with one content, as far as readings of the door's list tell. */
export const authorizationLives = pgTable(
  "authorization_lives",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    authId: text("auth_id").$type<NukiAuthId>().notNull(),
    type: integer("type").notNull(),
    name: text("name").notNull(),
    /** Whose it was then; null: not ours (unmanaged), or infrastructure. */
    staffId: id<StaffId>("staff_id").references(() => staff.id, { onDelete: "set null" }),
    /** What the person was called when it began. */
    person: text("person"),
    kind: text("kind").$type<CredentialKind>(),
    enabled: boolean("enabled").notNull(),
    remoteAllowed: boolean("remote_allowed").notNull(),
    days: integer("days"),
    fromMinute: integer("from_minute"),
    untilMinute: integer("until_minute"),
    validFrom: at("valid_from"),
    validUntil: at("valid_until"),
    /** The reading before the first one that shows it; between the two it began. Null: the door was read for the first time. */
    notBefore: at("not_before"),
    /** The first reading that shows it like this. */
    fromAt: at("from_at").notNull(),
    /** The last reading that showed it, and the first that did not; null while it is there. */
    lastSeenAt: at("last_seen_at"),
    untilAt: at("until_at"),
  },
  (t) => [
    uniqueIndex("authorization_lives_open").on(t.deviceId, t.authId).where(sql`until_at is null`),
    index("authorization_lives_device").on(t.deviceId, t.fromAt),
    index("authorization_lives_staff").on(t.staffId, t.fromAt),
    index("authorization_lives_until").on(t.untilAt),
  ],
);

/** A rule as it was called when it gave something: rules are renamed and removed. */
export interface LifeRule {
  readonly id: string;
  /** Null: for the person alone. */
  readonly team: string | null;
  readonly area: string;
  readonly schedule: string;
}

/** How long the rules wanted a credential with one content, and which rules. */
export const credentialLives = pgTable(
  "credential_lives",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    kind: text("kind").$type<CredentialKind>().notNull(),
    enabled: boolean("enabled").notNull(),
    remoteAllowed: boolean("remote_allowed").notNull(),
    days: integer("days").notNull(),
    fromMinute: integer("from_minute").notNull(),
    untilMinute: integer("until_minute").notNull(),
    validFrom: at("valid_from"),
    validUntil: at("valid_until"),
    rules: jsonb("rules").$type<LifeRule[]>().notNull(),
    fromAt: at("from_at").notNull(),
    untilAt: at("until_at"),
  },
  (t) => [
    uniqueIndex("credential_lives_open").on(t.staffId, t.deviceId, t.kind).where(sql`until_at is null`),
    index("credential_lives_device").on(t.deviceId, t.fromAt),
    index("credential_lives_until").on(t.untilAt),
  ],
);

/** A time of which entries may be missing, and why. Never deleted by the reading: one that was read later is filled. */
export const logHoles = pgTable(
  "log_holes",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    accountId: id<AccountId>("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    /** Nuki's number of the only device that is concerned; null: all of the account. */
    deviceNukiId: bigint("device_nuki_id", { mode: "number" }),
    from: at("from_at").notNull(),
    to: at("to_at").notNull(),
    why: text("why").$type<"repeated_cursor" | "too_long" | "refused">().notNull(),
    foundAt: at("found_at").notNull(),
    /** A later walk read all of it. */
    filledAt: at("filled_at"),
  },
  (t) => [index("log_holes_account").on(t.accountId, t.foundAt)],
);
