import "server-only";
import { and, asc, desc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Instant, SiteId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { admins, legalHolds, sites, staff } from "@/lib/db/schema";
import type { HoldId } from "@/lib/db/tables/privacy";
import { borderOf, defaultEntriesDays } from "./borders";
import { coversScope } from "./hold-commands";
import { getHoldsInForce, isAnythingHeld, isSiteHeld } from "./holds";
import type { RetentionSubject } from "./schema";
import { getRetentionSettings } from "./settings";

/** One line of "how long what is kept". */
export interface RetentionRow {
  /** Null: of doors that are at no site, which is not to be changed. */
  readonly subject: RetentionSubject | null;
  /** Of the site. */
  readonly name: string | null;
  readonly timeZone: string;
  /** Null: without end. */
  readonly days: number | null;
  /** What is from before this instant is deleted; null: nothing is. */
  readonly before: Instant | null;
  readonly isHeld: boolean;
  readonly mayChange: boolean;
}

/** How long what is kept, as far as the actor sees it. */
export async function listRetention(actor: Actor, now: Instant): Promise<RetentionRow[]> {
  assertMay(actor, "settings:read");
  const [rows, settings, holds] = await Promise.all([
    getDb()
      .select({ id: sites.id, name: sites.name, timeZone: sites.timeZone, days: sites.entriesDays })
      .from(sites)
      .where(actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]))
      .orderBy(asc(sites.name)),
    getRetentionSettings(),
    getHoldsInForce(),
  ]);
  const mayWrite = may(actor, "privacy:write");
  const ofSites = rows.map(({ id: siteId, name, timeZone, days }): RetentionRow => {
    const before = borderOf(now, days, timeZone);
    const isHeld = isSiteHeld(holds, siteId);
    return { subject: { kind: "site", siteId }, name, timeZone, days, before, isHeld, mayChange: mayWrite };
  });
  if (actor.sites !== "all") return ofSites;
  const more = (
    subject: RetentionRow["subject"],
    days: number,
    isHeld = holds.everything !== null,
  ): RetentionRow => ({
    ...{ subject, days, isHeld, name: null, timeZone: "UTC", before: borderOf(now, days, "UTC") },
    mayChange: mayWrite && subject !== null,
  });
  return [
    ...ofSites,
    more(null, defaultEntriesDays),
    more({ kind: "past" }, settings.pastDays),
    more({ kind: "audit" }, settings.auditDays, isAnythingHeld(holds)),
  ];
}

export interface HoldView {
  readonly id: HoldId;
  readonly siteId: SiteId | null;
  readonly staffId: StaffId | null;
  /** Of the site or the person; null: of everything. */
  readonly name: string | null;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  readonly releaseReason: string | null;
  readonly mayRelease: boolean;
}

const releasers = alias(admins, "releasers");

/** The holds that concern the actor's sites: those in force first, then those that were released, the latest first. */
export async function listHolds(actor: Actor): Promise<HoldView[]> {
  assertMay(actor, "settings:read");
  return readHolds(actor, visible(actor));
}

/** The holds in force that keep something of this site, or of this person, or of anything at all. */
export async function listHoldsOn(
  actor: Actor,
  about: { readonly siteId?: SiteId; readonly staffId?: StaffId },
): Promise<HoldView[]> {
  if (!may(actor, "settings:read")) return [];
  const everything = and(isNull(legalHolds.siteId), isNull(legalHolds.staffId));
  const concerns = about.siteId
    ? or(everything, eq(legalHolds.siteId, about.siteId))
    : about.staffId
      ? or(everything, eq(legalHolds.staffId, about.staffId))
      : undefined;
  return readHolds(actor, and(visible(actor), isNull(legalHolds.releasedAt), concerns));
}

/** Of a person only who looks after all sites hears: it may be about a dispute. */
function visible(actor: Actor): SQL | undefined {
  if (actor.sites === "all") return undefined;
  return and(
    isNull(legalHolds.staffId),
    or(isNull(legalHolds.siteId), inArray(legalHolds.siteId, [...actor.sites])),
  );
}

async function readHolds(actor: Actor, where: SQL | undefined): Promise<HoldView[]> {
  const rows = await getDb()
    .select({
      hold: legalHolds,
      siteName: sites.name,
      staffName: staff.displayName,
      placedBy: admins.name,
      releasedBy: releasers.name,
    })
    .from(legalHolds)
    .innerJoin(admins, eq(admins.id, legalHolds.placedBy))
    .leftJoin(releasers, eq(releasers.id, legalHolds.releasedBy))
    .leftJoin(sites, eq(sites.id, legalHolds.siteId))
    .leftJoin(staff, eq(staff.id, legalHolds.staffId))
    .where(where)
    .orderBy(sql`${legalHolds.releasedAt} desc nulls first`, desc(legalHolds.placedAt), desc(legalHolds.id))
    .limit(200);
  return rows.map(({ hold, siteName, staffName, placedBy, releasedBy }) => ({
    ...{ id: hold.id, siteId: hold.siteId, staffId: hold.staffId, name: siteName ?? staffName },
    ...{ reason: hold.reason, placedBy, placedAt: hold.placedAt, releasedBy },
    ...{ releasedAt: hold.releasedAt, releaseReason: hold.releaseReason },
    mayRelease: hold.releasedAt === null && may(actor, "privacy:write") && coversScope(actor, hold),
  }));
}
