import type { Instant, SiteId, StaffId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { getHoldsInForce } from "@/lib/retention/holds";
import { type KeptFrom, listKeptFrom } from "@/lib/retention/queries";

/** What retention leaves: whatever it would delete tomorrow is not stored in the first place. */
export interface Kept {
  readonly sites: readonly KeptFrom[];
  /** Nothing of these people is deleted. */
  readonly heldStaff: readonly StaffId[];
}

export async function loadKept(db: Db | Tx, now: Instant): Promise<Kept> {
  return { sites: await listKeptFrom(now, db), heldStaff: [...(await getHoldsInForce(db)).people.keys()] };
}

/** From when on the entries of a door of this site (null: of none) are kept; null: for ever. */
export function keptFromAt({ sites }: Kept, siteId: SiteId | null): Instant | null {
  const found = sites.find((site) => site.siteId === siteId) ?? sites.find((site) => site.siteId === null);
  return found?.from ?? null;
}
