import { bigserial, date, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type {
  AccessKind,
  CredentialState,
  DeviceId,
  StaffId,
  TimeWindow,
  WithdrawnPart,
} from "@/lib/access/types";
import { at, id } from "./columns";
import { devices } from "./facts";
import { type AdminId, admins, staff } from "./intent";

export type { WithdrawnPart };
export type ReviewId = string & { readonly __review: true };
export type ReviewScope = "site" | "area" | "device" | "team";
export type ReviewDecision = "keep" | "reduce" | "revoke";

/** "Not this door", for one person, whatever the rules say. Intent: compile takes it off. Written by lib/withdrawals. */
export const withdrawals = pgTable(
  "withdrawals",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    part: text("part").$type<WithdrawnPart>().notNull(),
    reason: text("reason").notNull().default(""),
    /** The review in which it was decided. */
    reviewId: id<ReviewId>("review_id").references(() => accessReviews.id, { onDelete: "set null" }),
    createdBy: id<AdminId>("created_by")
      .notNull()
      .references(() => admins.id),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    unique("withdrawals_part").on(t.staffId, t.deviceId, t.part),
    index("withdrawals_device").on(t.deviceId),
  ],
);

/** One look at who may enter, row by row, signed by who looked. Written by lib/reviews. */
export const accessReviews = pgTable(
  "access_reviews",
  {
    id: id<ReviewId>("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    scope: text("scope").$type<ReviewScope>().notNull(),
    scopeId: id<string>("scope_id").notNull(),
    /** What it was called when the review began. */
    scopeName: text("scope_name").notNull(),
    /** Access that was not used for so many days is marked beforehand. */
    unusedDays: integer("unused_days").notNull(),
    dueDay: date("due_day", { mode: "string" }),
    state: text("state").$type<"open" | "signed" | "discarded">().notNull().default("open"),
    createdBy: id<AdminId>("created_by")
      .notNull()
      .references(() => admins.id),
    createdAt: at("created_at").notNull(),
    signedBy: id<AdminId>("signed_by").references(() => admins.id),
    /** As it was typed under the statement. */
    signedName: text("signed_name"),
    signedAt: at("signed_at"),
    /** SHA-256 over the canonical rows and decisions: the same stands in the trail and on the evidence. */
    evidenceHash: text("evidence_hash"),
  },
  (t) => [index("access_reviews_created").on(t.createdAt, t.id)],
);

/** What a person had at a door by one kind when the review began: a copy, so that the evidence stays what was seen. */
export interface ReviewedAccess {
  readonly kind: AccessKind;
  readonly state: CredentialState;
  readonly window: TimeWindow | null;
  readonly remoteAllowed: boolean;
  readonly validUntil: number | null;
}

/** One person at one door in a review. Written by lib/reviews. */
export const accessReviewItems = pgTable(
  "access_review_items",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    reviewId: id<ReviewId>("review_id")
      .notNull()
      .references(() => accessReviews.id, { onDelete: "cascade" }),
    staffId: id<StaffId>("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    deviceId: id<DeviceId>("device_id")
      .notNull()
      .references(() => devices.id, { onDelete: "cascade" }),
    person: text("person").notNull(),
    door: text("door").notNull(),
    access: jsonb("access").$type<ReviewedAccess[]>().notNull(),
    /** The rules that gave it, in words of then. */
    rules: jsonb("rules").$type<{ team: string | null; area: string; schedule: string }[]>().notNull(),
    since: at("since"),
    lastUsedAt: at("last_used_at"),
    decision: text("decision").$type<ReviewDecision>(),
    /** Of "reduce": what goes. */
    reduce: text("reduce").$type<Exclude<WithdrawnPart, "all">>(),
    note: text("note").notNull().default(""),
    decidedBy: id<AdminId>("decided_by").references(() => admins.id),
    decidedAt: at("decided_at"),
  },
  (t) => [
    unique("access_review_items_row").on(t.reviewId, t.staffId, t.deviceId),
    index("access_review_items_staff").on(t.staffId),
  ],
);
