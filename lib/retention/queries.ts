import "server-only";
import { asc } from "drizzle-orm";
import type { Instant, SiteId } from "@/lib/access/types";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { sites } from "@/lib/db/schema";
import { borderOf, defaultEntriesDays, earlier } from "./borders";
import { getHoldsInForce, type HoldsInForce } from "./holds";

export interface KeptFrom {
  /** Null: of doors that are at no site. */
  readonly siteId: SiteId | null;
  /** Entries from before this instant are not kept; null: all are. */
  readonly from: Instant | null;
}

/**
 * From when on each site keeps the entries of its doors. What comes in late and is older must not be stored: deletion has
 * taken it already, or would tomorrow. While a site is held its border stays where it was when the hold was placed, since nobody shortens its days meanwhile.
 */
export async function listKeptFrom(now: Instant, db: Db | Tx = getDb()): Promise<KeptFrom[]> {
  const rows = await db
    .select({ id: sites.id, days: sites.entriesDays, timeZone: sites.timeZone })
    .from(sites)
    .orderBy(asc(sites.id));
  const holds = await getHoldsInForce(db);
  const nowhere = { id: null, days: defaultEntriesDays, timeZone: "UTC" };
  return [...rows, nowhere].map(({ id, days, timeZone }) => {
    const held = heldSince(holds, id);
    const from = borderOf(now, days, timeZone);
    const frozen = held === null ? from : borderOf(held, days, timeZone);
    return { siteId: id, from: earlier(from, frozen) };
  });
}

function heldSince({ everything, sites: held }: HoldsInForce, siteId: SiteId | null): Instant | null {
  const since = [everything, siteId === null ? undefined : held.get(siteId)]
    .flatMap((at) => (at ? [at.getTime()] : []))
    .sort((a, b) => a - b);
  return since[0] ?? null;
}
