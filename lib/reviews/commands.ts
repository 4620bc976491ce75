import "server-only";
import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { accessReviewItems, accessReviews } from "@/lib/db/schema";
import type { ReviewId } from "@/lib/db/tables/reviews";
import { AppError } from "@/lib/errors";
import { publish } from "@/lib/live/publish";
import { sinceOf } from "@/lib/past/lives";
import { ok, type Result, refuse } from "@/lib/result";
import { localDateOf } from "@/lib/time/zones";
import { dayOfUse, reductionsOf, usedSince } from "./access";
import { saveFacts } from "./facts";
import { edge, type Gathered, gather, pairOf, rulesOf } from "./gather";
import { lastEntries } from "./last-entries";
import { logReachOf } from "./log-reach";
import type { DecideInput, ReviewInput } from "./schema";
import { scopeIdOf } from "./schema";
import { listScopePlaces, nameOfScope, scopeCondition } from "./scope";
import { lockOpen, type ReviewRow } from "./visible";

type ItemRow = typeof accessReviewItems.$inferSelect;
type Decided = Pick<ItemRow, "decision" | "reduce" | "note">;

/** So many rows are named in the event of one decision about many of them. */
const mostNamed = 50;

/** Begins a review: a copy of who has access in its scope at this moment, and when it was used last. */
export async function createReview(
  actor: Actor,
  input: ReviewInput,
  now = new Date(),
): Promise<Result<{ reviewId: ReviewId; rows: number }>> {
  assertMay(actor, "reviews:write");
  const adminId = adminOf(actor);
  const { scope } = input;
  const scopeId = scopeIdOf(input);
  const field = `${scope}Id`;
  // Reading the log takes longest and belongs to no transaction: what is used meanwhile was used after the beginning.
  const { pairs, staffIds, deviceIds } = await listScopePlaces(actor, scope, scopeId);
  const used = await lastEntries(pairs);
  const reach = await logReachOf(deviceIds, now.getTime());
  const lives = await sinceOf(staffIds, deviceIds);
  return transactResult(async (tx) => {
    const scopeName = await nameOfScope(tx, actor, scope, scopeId);
    if (scopeName === null) return refuse("not_found", { field });
    const found = await gather(tx, scopeCondition(actor, scope, scopeId));
    const [first] = found;
    if (!first) return refuse("not_found", { field });
    if (input.dueDay !== "" && input.dueDay < localDateOf(now.getTime(), first.timeZone))
      return refuse("day_past", { field: "dueDay" });
    const rules = await rulesOf(tx, [...new Set(found.map((row) => row.staffId))], now);
    const [review] = await tx
      .insert(accessReviews)
      .values({
        ...{ name: input.name, scope, scopeId, scopeName, unusedDays: Number(input.unusedDays) },
        dueDay: input.dueDay === "" ? null : input.dueDay,
        ...{ createdBy: adminId, createdAt: now },
      })
      .returning({ id: accessReviews.id });
    if (!review) throw new Error("a review that was not written");
    const lastDay = (row: Gathered) => {
      const at = edge([row.lastActiveAt, used.get(pairOf(row)) ?? null], Math.max);
      return at && dayOfUse(at, row.timeZone);
    };
    const items = found.map((row) => ({
      reviewId: review.id,
      ...{ staffId: row.staffId, deviceId: row.deviceId, person: row.person, door: row.door },
      access: [...row.access],
      rules: rules.get(pairOf(row)) ?? [],
      since: lives.get(pairOf(row)) ?? row.boundAt,
      lastUsedAt: lastDay(row),
    }));
    for (let start = 0; start < items.length; start += 1000)
      await tx.insert(accessReviewItems).values(items.slice(start, start + 1000));
    await saveFacts(tx, review.id, { logFrom: Object.fromEntries(reach), drift: null });
    const detail = { name: input.name, scope, of: scopeName, count: items.length };
    await record(tx, actor, [{ type: "review.created", subjectId: review.id, detail }], now);
    await publish(tx, [{ topic: "changes" }]);
    return ok({ reviewId: review.id, rows: items.length });
  });
}

/**
 * Decides about one row or many. Who decides last wins, and the trail has what it was before. A reduction of what a row does
 * not have leaves that row as it is: `left` counts them.
 */
export async function decideRows(
  actor: Actor,
  input: DecideInput,
  now = new Date(),
): Promise<Result<{ decided: number; left: number }>> {
  assertMay(actor, "reviews:write");
  return transactResult(async (tx) => {
    const review = await lockOpen(tx, actor, input.reviewId);
    if (!review.ok) return review;
    const rows = await loadItems(tx, input.reviewId, input.itemIds);
    if (rows.length === 0) return refuse("not_found");
    const { decision, reduce, note } = input;
    const able = reduce === null ? rows : rows.filter((row) => reductionsOf(row.access).includes(reduce));
    if (able.length === 0) return refuse("invalid_input", { field: "reduce" });
    const decide = (row: ItemRow): Decided => ({ decision, reduce, note: note ?? row.note });
    const decided = await write(tx, actor, review.value, able, decide, now);
    return ok({ decided, left: rows.length - able.length });
  });
}

/** Writes a note beside a decision, or before there is one. */
export async function noteRow(
  actor: Actor,
  { reviewId, itemId, note }: { reviewId: ReviewId; itemId: number; note: string },
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "reviews:write");
  return transactResult(async (tx) => {
    const review = await lockOpen(tx, actor, reviewId);
    if (!review.ok) return review;
    const rows = await loadItems(tx, reviewId, [itemId]);
    if (rows.length === 0) return refuse("not_found");
    const noted = ({ decision, reduce }: ItemRow): Decided => ({ decision, reduce, note });
    await write(tx, actor, review.value, rows, noted, now);
    return ok(null);
  });
}

/** Keeps what nobody has decided about and what was used within the days of the review. */
export async function keepUsed(
  actor: Actor,
  reviewId: ReviewId,
  now = new Date(),
): Promise<Result<{ decided: number }>> {
  assertMay(actor, "reviews:write");
  return transactResult(async (tx) => {
    const review = await lockOpen(tx, actor, reviewId);
    if (!review.ok) return review;
    const rows = await tx
      .select()
      .from(accessReviewItems)
      .where(
        and(
          eq(accessReviewItems.reviewId, reviewId),
          isNull(accessReviewItems.decision),
          gt(accessReviewItems.lastUsedAt, usedSince(review.value)),
        ),
      );
    const keep = (row: ItemRow): Decided => ({ decision: "keep", reduce: null, note: row.note });
    return ok({ decided: await write(tx, actor, review.value, rows, keep, now) });
  });
}

/** Gives a review up. What was decided in it stays to be read, and nothing of it is done. */
export async function discardReview(
  actor: Actor,
  { reviewId, reason }: { reviewId: ReviewId; reason: string },
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "reviews:write");
  return transactResult(async (tx) => {
    const review = await lockOpen(tx, actor, reviewId);
    if (!review.ok) return review;
    await tx.update(accessReviews).set({ state: "discarded" }).where(eq(accessReviews.id, reviewId));
    const detail = { name: review.value.name, reason };
    await record(tx, actor, [{ type: "review.discarded", subjectId: reviewId, detail }], now);
    await publish(tx, [{ topic: "changes" }]);
    return ok(null);
  });
}

function loadItems(tx: Tx, reviewId: ReviewId, itemIds: readonly number[]): Promise<ItemRow[]> {
  return tx
    .select()
    .from(accessReviewItems)
    .where(and(eq(accessReviewItems.reviewId, reviewId), inArray(accessReviewItems.id, [...itemIds])))
    .orderBy(accessReviewItems.id);
}

/** Writes the decisions that differ, with one event for all of them; how many there were. */
async function write(
  tx: Tx,
  actor: Actor,
  review: ReviewRow,
  rows: readonly ItemRow[],
  decide: (row: ItemRow) => Decided,
  now: Date,
): Promise<number> {
  const adminId = adminOf(actor);
  const differing = rows.filter((row) => wordsOf(row) !== wordsOf(decide(row)));
  if (differing.length === 0) return 0;
  // Whoever only corrects a note has not decided: who did stays on the row, and is what gets signed.
  const isMoved = (row: ItemRow) => {
    const { decision, reduce } = decide(row);
    return decision !== row.decision || reduce !== row.reduce;
  };
  // Rows that get the same words are one statement.
  for (const [, same] of Map.groupBy(differing, (row) => JSON.stringify([isMoved(row), decide(row)]))) {
    const [first] = same;
    if (!first) continue;
    const { decision, reduce, note } = decide(first);
    const by = decision === null ? null : adminId;
    const moved = isMoved(first) ? { decision, reduce, decidedBy: by, decidedAt: by && now } : {};
    for (let start = 0; start < same.length; start += 1000) {
      const ids = same.slice(start, start + 1000).map((row) => row.id);
      await tx
        .update(accessReviewItems)
        .set({ ...moved, note })
        .where(inArray(accessReviewItems.id, ids));
    }
  }
  const named = differing.slice(0, mostNamed);
  const told = (wordsFor: (row: ItemRow) => string) =>
    Object.fromEntries(named.map((row) => [`${row.person}, ${row.door}`, wordsFor(row)]));
  const detail = {
    name: review.name,
    count: differing.length,
    before: told(wordsOf),
    after: told((row) => wordsOf(decide(row))),
  };
  await record(tx, actor, [{ type: "review.decided", subjectId: review.id, detail }], now);
  await publish(tx, [{ topic: "changes" }]);
  return differing.length;
}

/** A decision as the trail has it: `reduce remote (was asked on 3 March)`. */
function wordsOf({ decision, reduce, note }: Decided): string {
  const what = [decision ?? "undecided", reduce].filter(Boolean).join(" ");
  return note === "" ? what : `${what} (${note})`;
}

/** A review is somebody's judgement: the system makes none of its own. */
export function adminOf({ adminId }: Actor): NonNullable<Actor["adminId"]> {
  if (adminId === null) throw new AppError("forbidden", "a review needs an admin who decides");
  return adminId;
}
