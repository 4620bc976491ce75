import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accessReviewItems, credentials, withdrawals } from "@/lib/db/schema";
import { withdrawnPartOf } from "./access";
import { pairOf } from "./gather";
import { evidenceHashOf } from "./hash";
import { type CredentialNow, isPending, type Outcome, outcomeOf } from "./outcome";
import { getReviewRow, type ReviewView } from "./queries";

export interface SignedState {
  /** Are the rows still what was signed? */
  readonly isIntact: boolean;
  readonly pending: number;
  readonly done: number;
  readonly returned: number;
}

/** What became of a signed review: only the rows that lose something are looked up at the doors. */
export async function getSignedState(actor: Actor, review: ReviewView): Promise<SignedState> {
  assertMay(actor, "reviews:read");
  const [record, plain] = await Promise.all([
    getReviewRow(actor, review.id),
    getDb().select().from(accessReviewItems).where(eq(accessReviewItems.reviewId, review.id)),
  ]);
  const outcomes = await outcomesOf(review, plain);
  const count = (fits: (outcome: Outcome) => boolean) => [...outcomes.values()].filter(fits).length;
  return {
    isIntact: record !== null && evidenceHashOf(record, plain) === review.evidenceHash,
    pending: count(isPending),
    done: count(({ kind }) => kind === "done"),
    returned: count(({ kind }) => kind === "returned"),
  };
}

/** What became of each row that lost something by a signature, by the row's id. */
export async function outcomesOf(
  review: ReviewView,
  rows: readonly (typeof accessReviewItems.$inferSelect)[],
): Promise<Map<number, Outcome>> {
  const taken = rows.flatMap((item) => {
    const part = withdrawnPartOf(item.decision, item.reduce);
    return review.state === "signed" && part ? [{ item, part }] : [];
  });
  const pairs = taken.map(({ item }) => item);
  const [now, withdrawn] = await Promise.all([credentialsOf(pairs), withdrawnOf(pairs)]);
  return new Map(
    taken.map(({ item, part }) => {
      const isWithdrawn = withdrawn.get(pairOf(item))?.has(part) ?? false;
      return [item.id, outcomeOf(item, now.get(pairOf(item)) ?? [], isWithdrawn)];
    }),
  );
}

type Pair = { readonly staffId: StaffId; readonly deviceId: DeviceId };

/** The people and the doors of the pairs: a few more than the pairs themselves, which are looked up by both. */
function around(columns: { staffId: SQL; deviceId: SQL }, pairs: readonly Pair[]): SQL {
  const list = (ids: readonly string[]) => sql.param(`{${[...new Set(ids)].join(",")}}`);
  return sql`${columns.staffId} = any(${list(pairs.map((pair) => pair.staffId))}::uuid[])
    and ${columns.deviceId} = any(${list(pairs.map((pair) => pair.deviceId))}::uuid[])`;
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
