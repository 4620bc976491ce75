import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { accessReviewItems, credentials, staff } from "@/lib/db/schema";
import { isSameAccess } from "./access";
import type { ReviewFacts } from "./facts";
import { atSitesOfCreator, gather, pairOf } from "./gather";
import { scopeCondition } from "./scope";
import type { ReviewRow } from "./visible";

export interface Drift {
  /** Rows that are not what they were when the review began, by the row's id. */
  readonly changed: ReadonlyMap<number, DriftKind>;
  /** Who has access in the scope by now and is not among the rows. */
  readonly added: readonly { readonly person: string; readonly door: string }[];
}

/** `left`: the person is no longer here. `gone`: the access is. `changed`: it is another access. */
export type DriftKind = "left" | "gone" | "changed";

/** What has changed since a review began: its rows are a copy, the world went on. */
export async function driftOf(actor: Actor, review: ReviewRow, db: Db | Tx = getDb()): Promise<Drift> {
  assertMay(actor, "reviews:read");
  // One after the other: a transaction has one connection.
  const items = await db
    .select({
      id: accessReviewItems.id,
      staffId: accessReviewItems.staffId,
      deviceId: accessReviewItems.deviceId,
      access: accessReviewItems.access,
      status: staff.status,
    })
    .from(accessReviewItems)
    .innerJoin(staff, eq(staff.id, accessReviewItems.staffId))
    .where(eq(accessReviewItems.reviewId, review.id));
  const now = await gather(db, isRowOf(review));
  const asked = and(scopeCondition(actor, review.scope, review.scopeId), atSitesOfCreator(review));
  const scope = await gather(db, and(asked, sql`not ${isRowOf(review)}`));
  const present = new Map(now.map((row) => [pairOf(row), row.access]));
  const changed = new Map<number, DriftKind>();
  for (const { id, access, status, ...pair } of items) {
    const is = present.get(pairOf(pair));
    if (status === "removed") changed.set(id, "left");
    else if (!is) changed.set(id, "gone");
    else if (!isSameAccess(access, is)) changed.set(id, "changed");
  }
  return { changed, added: scope.map(({ person, door }) => ({ person, door })) };
}

/** How much it is, for the evidence. */
export function countDrift({ changed, added }: Drift): NonNullable<ReviewFacts["drift"]> {
  const count = (kind: DriftKind) => [...changed.values()].filter((one) => one === kind).length;
  return { left: count("left"), gone: count("gone"), changed: count("changed"), added: added.length };
}

/** Within a select on credentials: of the pairs that the review has. */
export function isRowOf({ id }: { id: string }): SQL {
  return sql`exists (
    select 1 from access_review_items i where i.review_id = ${id}::uuid
      and i.staff_id = ${credentials.staffId} and i.device_id = ${credentials.deviceId})`;
}
