import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/audit/canonical-json";
import type { accessReviewItems, accessReviews } from "@/lib/db/schema";
import type { ReviewFacts } from "./facts";

type Review = typeof accessReviews.$inferSelect;
type Item = typeof accessReviewItems.$inferSelect;

/**
 * SHA-256 over the canonical JSON of what was looked at and what was decided about it. It is computed anew whenever a review is
 * shown: what was changed after the signature no longer fits.
 */
export function evidenceHashOf(review: Review, items: readonly Item[], facts: ReviewFacts | null): string {
  const { id, name, scope, scopeId, scopeName, unusedDays, dueDay, createdBy, createdAt } = review;
  const rows = items
    .toSorted((a, b) => a.id - b.id)
    .map(({ reviewId: _reviewId, access, ...row }) => ({
      ...row,
      // Numbers and words only: how jsonb keeps them is not what was seen.
      access: access.map(({ kind, state, window, remoteAllowed, validUntil }) => ({
        ...{ kind, state, remoteAllowed, validUntil },
        window: window && { days: window.days, from: window.fromMinute, until: window.untilMinute },
      })),
    }));
  const about = { id, name, scope, scopeId, scopeName, unusedDays, dueDay, createdBy, createdAt };
  return createHash("sha256")
    .update(canonicalJson({ review: about, rows, ...(facts && { facts }) }))
    .digest("hex");
}
