import "server-only";
import { eq } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { accessReviewItems, accessReviews } from "@/lib/db/schema";
import type { ReviewId } from "@/lib/db/tables/reviews";
import { publish } from "@/lib/live/publish";
import { ok, type Result, refuse } from "@/lib/result";
import { withdrawalsEdit } from "@/lib/withdrawals/commands";
import { withdrawnPartOf } from "./access";
import { adminOf } from "./commands";
import { countDrift, driftOf } from "./drift";
import { loadFacts, saveFacts } from "./facts";
import { evidenceHashOf } from "./hash";
import { lockOpen } from "./visible";

interface Signed {
  readonly hash: string;
}

/** What signing would do: the withdrawal of all that is reduced or revoked, as one edit, and what exactly is signed. */
export async function previewSignature(
  actor: Actor,
  reviewId: ReviewId,
  now = new Date(),
): Promise<Result<Preview>> {
  assertMay(actor, "reviews:write");
  let hash = "";
  // A name is not asked for before the consequences are on the screen.
  const edit = sign(actor, { reviewId, name: "", hash: null }, (signed) => {
    hash = signed.hash;
  });
  const preview = await previewEdit(actor, edit, now);
  if (!preview.ok) return preview;
  return ok({ ...preview.value, fingerprint: `${preview.value.fingerprint}${separator}${hash}` });
}

/**
 * Signs a review and withdraws what it takes away, in one transaction with both events. `seen` is the fingerprint of the preview:
 * where a decision or the plan has changed since, nothing is signed.
 */
export async function signReview(
  actor: Actor,
  { reviewId, name }: { reviewId: ReviewId; name: string },
  seen: string,
  now = new Date(),
): Promise<Result<Signed>> {
  assertMay(actor, "reviews:write");
  const [plan = "", hash = ""] = seen.split(separator);
  return commitEdit(actor, sign(actor, { reviewId, name, hash }), plan, now);
}

const separator = ".";

function sign(
  actor: Actor,
  { reviewId, name, hash }: { reviewId: ReviewId; name: string; hash: string | null },
  told?: (signed: Signed) => void,
): Edit<Signed> {
  return async (tx, now) => {
    const review = await lockOpen(tx, actor, reviewId);
    if (!review.ok) return review;
    const items = await loadAll(tx, reviewId);
    if (items.length === 0 || items.some((item) => item.decision === null))
      return refuse("review_incomplete");
    // What has changed by now is part of what is signed: both before anything of it is done.
    const drift = countDrift(await driftOf(actor, review.value, tx));
    const facts = { logFrom: {}, ...(await loadFacts(reviewId, tx)), drift };
    await saveFacts(tx, reviewId, facts);
    const is = evidenceHashOf(review.value, items, facts);
    if (hash !== null && hash !== is) return refuse("plan_changed");
    told?.({ hash: is });
    const withdrawn = await withdrawalsEdit(
      actor,
      items.flatMap(({ staffId, deviceId, note, ...item }) => {
        const part = withdrawnPartOf(item.decision, item.reduce);
        return part ? [{ staffId, deviceId, part, reason: note || review.value.name, reviewId }] : [];
      }),
    )(tx, now);
    if (!withdrawn.ok) return withdrawn;
    await tx
      .update(accessReviews)
      .set({
        state: "signed",
        ...{ signedBy: adminOf(actor), signedName: name, signedAt: now, evidenceHash: is },
      })
      .where(eq(accessReviews.id, reviewId));
    await publish(tx, [{ topic: "changes" }]);
    const count = (decision: string) => items.filter((item) => item.decision === decision).length;
    const detail = {
      name: review.value.name,
      count: items.length,
      ...{ keep: count("keep"), reduce: count("reduce"), revoke: count("revoke") },
      signedName: name,
      hash: is,
    };
    return ok({
      value: { hash: is },
      touches: withdrawn.value.touches,
      audit: [...withdrawn.value.audit, { type: "review.signed", subjectId: reviewId, detail }],
    });
  };
}

function loadAll(tx: Tx, reviewId: ReviewId) {
  return tx
    .select()
    .from(accessReviewItems)
    .where(eq(accessReviewItems.reviewId, reviewId))
    .orderBy(accessReviewItems.id);
}
