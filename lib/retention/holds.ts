import "server-only";
import { isNull } from "drizzle-orm";
import type { SiteId, StaffId } from "@/lib/access/types";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { legalHolds } from "@/lib/db/schema";

/** What must not be deleted now. */
export interface HoldsInForce {
  /** When the earliest one of its kind was placed; null: there is none. */
  readonly everything: Date | null;
  readonly sites: ReadonlyMap<SiteId, Date>;
  readonly people: ReadonlyMap<StaffId, Date>;
}

/** All holds in force. What deletes asks within its transaction, after `lockTrail`: placing a hold waits for that lock too. */
export async function getHoldsInForce(db: Db | Tx = getDb()): Promise<HoldsInForce> {
  const rows = await db
    .select({ siteId: legalHolds.siteId, staffId: legalHolds.staffId, placedAt: legalHolds.placedAt })
    .from(legalHolds)
    .where(isNull(legalHolds.releasedAt))
    .orderBy(legalHolds.placedAt);
  const sites = new Map<SiteId, Date>();
  const people = new Map<StaffId, Date>();
  let everything: Date | null = null;
  for (const { siteId, staffId, placedAt } of rows) {
    if (siteId !== null) sites.set(siteId, sites.get(siteId) ?? placedAt);
    else if (staffId !== null) people.set(staffId, people.get(staffId) ?? placedAt);
    else everything ??= placedAt;
  }
  return { everything, sites, people };
}

/** The trail is one chain: nothing can be cut from it for as long as anything is held. */
export function isAnythingHeld({ everything, sites, people }: HoldsInForce): boolean {
  return everything !== null || sites.size > 0 || people.size > 0;
}

/** Is all of this site held? */
export function isSiteHeld({ everything, sites }: HoldsInForce, siteId: SiteId | null): boolean {
  return everything !== null || (siteId !== null && sites.has(siteId));
}
