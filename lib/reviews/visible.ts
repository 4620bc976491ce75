import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/auth/actor";
import { arrayOf } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { accessReviews } from "@/lib/db/schema";
import type { ReviewId } from "@/lib/db/tables/reviews";
import { ok, type Result, refuse } from "@/lib/result";

export type ReviewRow = typeof accessReviews.$inferSelect;

/**
 * Who looks after some sites only sees the reviews all of whose doors are theirs: a part of a review cannot be signed, and a
 * whole one would tell of other sites.
 */
export function visibleTo(actor: Actor): SQL | undefined {
  if (actor.sites === "all") return undefined;
  const own = arrayOf(actor.sites);
  const rows = sql`from access_review_items i left join placements p on p.device_id = i.device_id
    where i.review_id = access_reviews.id`;
  return sql`(exists (select 1 ${rows}) and not exists (
    select 1 ${rows} and (p.site_id is null or p.site_id <> all(${own}))))`;
}

/** The review for a change of it: until the transaction ends nobody else decides in it or signs it. */
export async function lockOpen(tx: Tx, actor: Actor, reviewId: ReviewId): Promise<Result<ReviewRow>> {
  const [review] = await tx
    .select()
    .from(accessReviews)
    .where(and(eq(accessReviews.id, reviewId), visibleTo(actor)))
    .for("update");
  if (!review) return refuse("not_found");
  return review.state === "open" ? ok(review) : refuse("review_closed");
}
