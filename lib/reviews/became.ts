import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { accessReviewItems, credentials, withdrawals } from "@/lib/db/schema";
import { withdrawnPartOf } from "./access";
import { loadFacts } from "./facts";
import { type Pair, pairOf } from "./gather";
import { evidenceHashOf } from "./hash";
import { type CredentialNow, countTaken, type Outcome, outcomeOf, type TakenCounts } from "./outcome";
import { getReviewRow, type ReviewView } from "./queries";

export interface SignedState extends TakenCounts {
  /** Are the rows still what was signed? */
  readonly isIntact: boolean;
}

/** What became of a signed review: only the rows that lose something are looked up at the doors. */
export async function getSignedState(actor: Actor, review: ReviewView): Promise<SignedState> {
  assertMay(actor, "reviews:read");
  const [record, facts, plain] = await Promise.all([
    getReviewRow(actor, review.id),
    loadFacts(review.id),
    getDb().select().from(accessReviewItems).where(eq(accessReviewItems.reviewId, review.id)),
  ]);
  // Only what was taken away is looked up at the doors: that is what the figures are about.
  const taken = plain.filter((item) => withdrawnPartOf(item.decision, item.reduce) !== null);
  const outcomes = await outcomesOf(review, taken);
  return {
    isIntact: record !== null && evidenceHashOf(record, plain, facts) === review.evidenceHash,
    ...countTaken(outcomes.values()),
  };
}

/** What became of each row of a signed review, by the row's id. */
export async function outcomesOf(
  review: ReviewView,
  rows: readonly (typeof accessReviewItems.$inferSelect)[],
): Promise<Map<number, Outcome>> {
  if (review.state !== "signed") return new Map();
  const [now, withdrawn] = await Promise.all([credentialsOf(rows), withdrawnOf(rows)]);
  return new Map(
    rows.map((item) => {
      const part = withdrawnPartOf(item.decision, item.reduce);
      const isWithdrawn = part !== null && (withdrawn.get(pairOf(item))?.has(part) ?? false);
      return [item.id, outcomeOf(item, now.get(pairOf(item)) ?? [], isWithdrawn)];
    }),
  );
}

/** The people and the doors of the pairs: a few more than the pairs themselves, which are looked up by both. */
function around(columns: { staffId: SQL; deviceId: SQL }, pairs: readonly Pair[]): SQL {
  return sql`${isAny(columns.staffId, new Set(pairs.map((pair) => pair.staffId)))}
    and ${isAny(columns.deviceId, new Set(pairs.map((pair) => pair.deviceId)))}`;
}

async function credentialsOf(pairs: readonly Pair[]): Promise<Map<string, CredentialNow[]>> {
  if (pairs.length === 0) return new Map();
  const columns = { staffId: sql`${credentials.staffId}`, deviceId: sql`${credentials.deviceId}` };
  const rows = await getDb().select().from(credentials).where(around(columns, pairs));
  return Map.groupBy(
    rows.map(({ wish, ...row }) => ({ ...row, remoteAllowed: wish?.remoteAllowed ?? false })),
    pairOf,
  );
}

/** Which parts are withdrawn now; by the pair. What is withdrawn as a whole is withdrawn in each part. */
async function withdrawnOf(pairs: readonly Pair[]): Promise<Map<string, Set<string>>> {
  if (pairs.length === 0) return new Map();
  const columns = { staffId: sql`${withdrawals.staffId}`, deviceId: sql`${withdrawals.deviceId}` };
  const rows = await getDb().select().from(withdrawals).where(around(columns, pairs));
  const parts = new Map<string, Set<string>>();
  for (const row of rows) {
    const known = parts.get(pairOf(row)) ?? new Set();
    for (const part of row.part === "all" ? ["all", "app", "keypad", "remote"] : [row.part]) known.add(part);
    parts.set(pairOf(row), known);
  }
  return parts;
}
