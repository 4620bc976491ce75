import { sql } from "drizzle-orm";
import { check, index, pgTable, text } from "drizzle-orm/pg-core";
import type { SiteId, StaffId } from "@/lib/access/types";
import { at, id } from "./columns";
import { type AdminId, admins, sites, staff } from "./intent";

export type HoldId = string & { readonly __hold: true };

/** "Delete nothing of this": of one site, of one person, or of everything (both null). Written by lib/retention. */
export const legalHolds = pgTable(
  "legal_holds",
  {
    id: id<HoldId>("id").primaryKey().defaultRandom(),
    siteId: id<SiteId>("site_id").references(() => sites.id),
    staffId: id<StaffId>("staff_id").references(() => staff.id),
    reason: text("reason").notNull(),
    placedBy: id<AdminId>("placed_by")
      .notNull()
      .references(() => admins.id),
    placedAt: at("placed_at").notNull(),
    releasedBy: id<AdminId>("released_by").references(() => admins.id),
    releasedAt: at("released_at"),
    releaseReason: text("release_reason"),
  },
  (t) => [
    check("legal_holds_one_scope", sql`site_id is null or staff_id is null`),
    index("legal_holds_placed").on(t.placedAt, t.id),
  ],
);

/** While this runs, the admin reads names in the door log although they are hidden. Written by lib/privacy. */
export const nameReveals = pgTable(
  "name_reveals",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    adminId: id<AdminId>("admin_id")
      .notNull()
      .references(() => admins.id, { onDelete: "cascade" }),
    reason: text("reason").notNull(),
    at: at("at").notNull(),
    until: at("until_at").notNull(),
  },
  (t) => [index("name_reveals_admin").on(t.adminId, t.until)],
);
