import { sql } from "drizzle-orm";
import { date, index, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { DeviceId, StaffId, TeamId } from "@/lib/access/types";
import { at, id } from "./columns";
import { type AdminId, admins, staff, staffCodes } from "./intent";

/*
 * What is done with keypad codes besides putting them on doors: shown, printed, rotated, lent to visitors. The codes
 * themselves are in `staff_codes` and nowhere else.
 */

/** A password that was given again a moment ago, for one browser. Only the token's hash is kept. Written by lib/auth. */
export const stepUps = pgTable(
  "step_ups",
  {
    tokenHash: text("token_hash").primaryKey(),
    adminId: id<AdminId>("admin_id")
      .notNull()
      .references(() => admins.id, { onDelete: "cascade" }),
    until: at("until").notNull(),
  },
  (t) => [index("step_ups_until").on(t.until)],
);

export const rotationReasons = ["compromised", "leaver", "reprint", "routine"] as const;
export type RotationReason = (typeof rotationReasons)[number];
/** at_once: the old code stops where the new one starts. seamless: the old one goes once the new one was seen there. */
export type RotationMode = "at_once" | "seamless";
export type RotationScope =
  | { readonly kind: "staff"; readonly staffIds: readonly StaffId[] }
  | { readonly kind: "team"; readonly teamId: TeamId }
  | { readonly kind: "door"; readonly deviceId: DeviceId }
  | { readonly kind: "all" };
export type RotationId = string & { readonly __rotation: true };

/** New codes for some people, now or at a time. Written by lib/rotations. */
export const rotations = pgTable(
  "rotations",
  {
    id: id<RotationId>("id").primaryKey().defaultRandom(),
    adminId: id<AdminId>("admin_id")
      .notNull()
      .references(() => admins.id),
    scope: jsonb("scope").$type<RotationScope>().notNull(),
    reason: text("reason").$type<RotationReason>().notNull(),
    note: text("note").notNull().default(""),
    mode: text("mode").$type<RotationMode>().notNull(),
    /** Seamless only: until then the old codes stay, also where the new ones were seen; null: no longer than needed. */
    keepOldUntil: at("keep_old_until"),
    startsAt: at("starts_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    startedAt: at("started_at"),
    cancelledAt: at("cancelled_at"),
    /** Every door has the new code and none the old one. */
    finishedAt: at("finished_at"),
  },
  (t) => [
    index("rotations_open").on(t.startsAt).where(sql`finished_at is null and cancelled_at is null`),
    index("rotations_created").on(t.createdAt, t.id),
  ],
);

/** Whom a rotation gave a new code, and which. Written by lib/rotations. */
export const rotationPeople = pgTable(
  "rotation_people",
  {
    rotationId: id<RotationId>("rotation_id")
      .notNull()
      .references(() => rotations.id, { onDelete: "cascade" }),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    oldCodeId: id<string>("old_code_id").references(() => staffCodes.id, { onDelete: "set null" }),
    /** Null: nothing was changed for this person, `problem` says why. */
    newCodeId: id<string>("new_code_id").references(() => staffCodes.id, { onDelete: "set null" }),
    problem: text("problem"),
  },
  (t) => [primaryKey({ columns: [t.rotationId, t.staffId] }), index("rotation_people_staff").on(t.staffId)],
);

export const sheetFormats = ["a4_1", "a4_4", "letter_1", "letter_4"] as const;
export type SheetFormat = (typeof sheetFormats)[number];
export type SheetId = string & { readonly __sheet: true };
export type BatchId = string & { readonly __batch: true };

/** One printed code sheet, from the printer to the shredder. Never holds the code. Written by lib/sheets. */
export const codeSheets = pgTable(
  "code_sheets",
  {
    id: id<SheetId>("id").primaryKey().defaultRandom(),
    /** What stands on the paper and in its QR code; with a check digit. */
    serial: text("serial").notNull(),
    /** Printed together. */
    batchId: id<BatchId>("batch_id").notNull(),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    codeId: id<string>("code_id")
      .notNull()
      .references(() => staffCodes.id, { onDelete: "cascade" }),
    language: text("language").$type<"en" | "de">().notNull(),
    format: text("format").$type<SheetFormat>().notNull(),
    reason: text("reason").notNull(),
    /** The doors that stand on it: those that had confirmed the code. */
    deviceIds: jsonb("device_ids").$type<DeviceId[]>().notNull(),
    issuedAt: at("issued_at").notNull(),
    issuedBy: id<AdminId>("issued_by")
      .notNull()
      .references(() => admins.id),
    /** The last day for collecting it: after that the code is taken off the doors, if no other sheet shows it. */
    collectBy: date("collect_by", { mode: "string" }).notNull(),
    collectedAt: at("collected_at"),
    returnedAt: at("returned_at"),
    destroyedAt: at("destroyed_at"),
    /** Nobody signed for it in time: its code was disabled at this very moment, if at all. */
    expiredAt: at("expired_at"),
  },
  (t) => [
    unique("code_sheets_serial").on(t.serial),
    index("code_sheets_staff").on(t.staffId, t.issuedAt),
    index("code_sheets_issued").on(t.issuedAt, t.id),
    index("code_sheets_batch").on(t.batchId),
    index("code_sheets_waiting")
      .on(t.collectBy)
      .where(
        sql`collected_at is null and returned_at is null and destroyed_at is null and expired_at is null`,
      ),
  ],
);

/** A visitor or contractor is a member of staff who has a host. Written by lib/visits. */
export const visits = pgTable(
  "visits",
  {
    staffId: id<StaffId>("staff_id")
      .primaryKey()
      .references(() => staff.id, { onDelete: "cascade" }),
    hostId: id<StaffId>("host_id")
      .notNull()
      .references(() => staff.id),
    purpose: text("purpose").notNull().default(""),
    createdBy: id<AdminId>("created_by")
      .notNull()
      .references(() => admins.id),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Ended by hand, before its last day. */
    endedAt: at("ended_at"),
  },
  (t) => [index("visits_host").on(t.hostId)],
);

export type ExtensionId = string & { readonly __extension: true };

/** "May your visitor stay longer?", asked of the host. Written by lib/visits. */
export const visitExtensions = pgTable(
  "visit_extensions",
  {
    id: id<ExtensionId>("id").primaryKey().defaultRandom(),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    hostId: id<StaffId>("host_id")
      .notNull()
      .references(() => staff.id),
    lastDay: date("last_day", { mode: "string" }).notNull(),
    /** Of the link in the host's mail. */
    tokenHash: text("token_hash").notNull(),
    askedAt: at("asked_at").notNull(),
    askedBy: id<AdminId>("asked_by")
      .notNull()
      .references(() => admins.id),
    /** The link is good until then. */
    until: at("until").notNull(),
    answer: text("answer").$type<"yes" | "no">(),
    answeredAt: at("answered_at"),
    /** Null: the host's own click; else who wrote down what the host said. */
    answeredBy: id<AdminId>("answered_by").references(() => admins.id),
    note: text("note"),
  },
  (t) => [
    uniqueIndex("visit_extensions_token").on(t.tokenHash),
    uniqueIndex("visit_extensions_open").on(t.staffId).where(sql`answered_at is null`),
    index("visit_extensions_staff").on(t.staffId, t.askedAt),
  ],
);
