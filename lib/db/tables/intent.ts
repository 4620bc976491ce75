import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
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
  AccessKind,
  AccountId,
  AreaId,
  DeviceId,
  RuleId,
  ScheduleId,
  SiteId,
  StaffId,
  TeamId,
  TimeWindow,
} from "@/lib/access/types";
import type { Role } from "@/lib/auth/permissions";
import { at, id, sealed } from "./columns";
import { devices } from "./facts";

/*
 * What people decided. Written by commands only; sync never touches these tables.
 */

export type AdminId = string & { readonly __admin: true };

export const admins = pgTable(
  "admins",
  {
    id: id<AdminId>("id").primaryKey().defaultRandom(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role").$type<Role>().notNull(),
    /** False: only the sites of `admin_sites`. Said outright, so that an empty list can never mean "everything". */
    allSites: boolean("all_sites").notNull().default(false),
    passwordHash: text("password_hash"),
    /** Raised to sign the person out everywhere at the next request. */
    sessionEpoch: integer("session_epoch").notNull().default(0),
    disabledAt: at("disabled_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("admins_email").on(sql`lower(${t.email})`)],
);

export const adminSites = pgTable(
  "admin_sites",
  {
    adminId: id<AdminId>("admin_id")
      .notNull()
      .references(() => admins.id, { onDelete: "cascade" }),
    siteId: id<SiteId>("site_id")
      .notNull()
      .references(() => sites.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.adminId, t.siteId] })],
);

/** Failed sign-ins per e-mail and address, for the throttle. */
export const signInAttempts = pgTable(
  "sign_in_attempts",
  { key: text("key").notNull(), at: at("at").notNull().defaultNow() },
  (t) => [index("sign_in_attempts_key").on(t.key, t.at)],
);

/** One-time links for the first owner; only the hash is kept. */
export const setupLinks = pgTable("setup_links", {
  tokenHash: text("token_hash").primaryKey(),
  createdAt: at("created_at").notNull().defaultNow(),
  usedAt: at("used_at"),
});

/** A connection to one Nuki Web account. */
export const accounts = pgTable("accounts", {
  id: id<AccountId>("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  apiUrl: text("api_url").notNull(),
  token: sealed("token").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

export const sites = pgTable("sites", {
  id: id<SiteId>("id").primaryKey().defaultRandom(),
  name: text("name").notNull().unique(),
  timeZone: text("time_zone").notNull(),
  /** May doors of this site be opened from afar at all, and must the person say why? */
  remoteOpening: boolean("remote_opening").notNull().default(true),
  reasonRequired: boolean("reason_required").notNull().default(false),
  /** Entries of its doors are deleted after so many days; null: kept without end. */
  entriesDays: integer("entries_days").default(90),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** Which site a device belongs to. A device without a row is new: shown, but in no area and no rule. */
export const placements = pgTable(
  "placements",
  {
    deviceId: id<DeviceId>("device_id")
      .primaryKey()
      .references(() => devices.id, { onDelete: "cascade" }),
    siteId: id<SiteId>("site_id")
      .notNull()
      .references(() => sites.id),
  },
  (t) => [index("placements_site").on(t.siteId)],
);

export const areas = pgTable("areas", {
  id: id<AreaId>("id").primaryKey().defaultRandom(),
  name: text("name").notNull().unique(),
  createdAt: at("created_at").notNull().defaultNow(),
});

export const areaDevices = pgTable(
  "area_devices",
  {
    areaId: id<AreaId>("area_id")
      .notNull()
      .references(() => areas.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.areaId, t.deviceId] }), index("area_devices_device").on(t.deviceId)],
);

export const schedules = pgTable("schedules", {
  id: id<ScheduleId>("id").primaryKey().defaultRandom(),
  name: text("name").notNull().unique(),
  windows: jsonb("windows").$type<TimeWindow[]>().notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

export type StaffKind = "employee" | "contractor" | "cleaner" | "visitor";
export type StaffStatus = "active" | "suspended" | "removed";
export type StaffLanguage = "en" | "de" | "fr" | "it" | "es" | "nl" | "cs" | "sk";

export const staff = pgTable(
  "staff",
  {
    id: id<StaffId>("id").primaryKey().defaultRandom(),
    externalId: text("external_id"),
    firstName: text("first_name").notNull().default(""),
    lastName: text("last_name").notNull().default(""),
    /** What lists show and sort by: "First Last", or what the office calls the person. */
    displayName: text("display_name").notNull(),
    email: text("email"),
    language: text("language").$type<StaffLanguage>().notNull().default("en"),
    department: text("department").notNull().default(""),
    kind: text("kind").$type<StaffKind>().notNull().default("employee"),
    status: text("status").$type<StaffStatus>().notNull().default("active"),
    firstDay: date("first_day", { mode: "string" }),
    lastDay: date("last_day", { mode: "string" }),
    notes: text("notes").notNull().default(""),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    removedAt: at("removed_at"),
  },
  (t) => [
    // A leaver's number and address may be given again; only people who are here must differ.
    uniqueIndex("staff_external_id").on(t.externalId).where(sql`status <> 'removed'`),
    uniqueIndex("staff_email").on(sql`lower(${t.email})`).where(sql`status <> 'removed'`),
    // As a telephone book sorts, and as the list asks for it: any other expression would not use the index.
    index("staff_name_words")
      .on(sql`${t.displayName} collate "und-x-icu"`, t.id)
      .where(sql`status <> 'removed'`),
    index("staff_search").using(
      "gin",
      sql`(lower(${t.displayName} || ' ' || coalesce(${t.email}, '') || ' ' || coalesce(${t.externalId}, '') || ' ' || ${t.department})) gin_trgm_ops`,
    ),
  ],
);

/** Personal keypad codes. A retired code stays, so that an authorization that surfaces late is still known as ours. */
export const staffCodes = pgTable(
  "staff_codes",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    code: sealed("code").notNull(),
    codeHash: text("code_hash").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    retiredAt: at("retired_at"),
    /** Of a retired code that a rotation set aside: it stays on its doors until then, if it must at all. */
    keepUntil: at("keep_until"),
  },
  (t) => [
    uniqueIndex("staff_codes_current").on(t.staffId).where(sql`retired_at is null`),
    uniqueIndex("staff_codes_hash_current").on(t.codeHash).where(sql`retired_at is null`),
    index("staff_codes_hash").on(t.codeHash),
  ],
);

export const teams = pgTable("teams", {
  id: id<TeamId>("id").primaryKey().defaultRandom(),
  name: text("name").notNull().unique(),
  createdAt: at("created_at").notNull().defaultNow(),
});

export const staffTeams = pgTable(
  "staff_teams",
  {
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    teamId: id<TeamId>("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.staffId, t.teamId] }), index("staff_teams_team").on(t.teamId)],
);

export const rules = pgTable(
  "rules",
  {
    id: id<RuleId>("id").primaryKey().defaultRandom(),
    staffId: id<StaffId>("staff_id").references(() => staff.id, { onDelete: "cascade" }),
    teamId: id<TeamId>("team_id").references(() => teams.id, { onDelete: "cascade" }),
    areaId: id<AreaId>("area_id")
      .notNull()
      .references(() => areas.id),
    scheduleId: id<ScheduleId>("schedule_id")
      .notNull()
      .references(() => schedules.id),
    app: boolean("app").notNull(),
    keypad: boolean("keypad").notNull(),
    remote: boolean("remote").notNull().default(false),
    firstDay: date("first_day", { mode: "string" }),
    lastDay: date("last_day", { mode: "string" }),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    check("rules_one_subject", sql`(staff_id is null) <> (team_id is null)`),
    check("rules_some_kind", sql`app or keypad`),
    unique("rules_staff_area_schedule").on(t.staffId, t.areaId, t.scheduleId),
    unique("rules_team_area_schedule").on(t.teamId, t.areaId, t.scheduleId),
    index("rules_staff").on(t.staffId),
    index("rules_team").on(t.teamId),
    index("rules_area").on(t.areaId),
    index("rules_schedule").on(t.scheduleId),
  ],
);

/** A person's recorded choice where one authorization cannot hold what the rules say (domain.md, rule 1). */
export const windowChoices = pgTable(
  "window_choices",
  {
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    kind: text("kind").$type<AccessKind>().notNull(),
    take: text("take").$type<"inside" | "wider">().notNull(),
    basis: text("basis").notNull(),
    chosenBy: id<AdminId>("chosen_by").references(() => admins.id),
    chosenAt: at("chosen_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.staffId, t.deviceId, t.kind] })],
);
