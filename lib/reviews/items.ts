import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { accessReviewItems, admins, placements, sites } from "@/lib/db/schema";
import type { ReviewDecision, ReviewedAccess } from "@/lib/db/tables/reviews";
import { likeWords } from "@/lib/db/words";
import { type NameView, nameViewOf, type UseTime, useThrough } from "@/lib/privacy/names";
import { uuidsOf } from "@/lib/rules/words";
import { isReached, type Use, usedSince, useOf } from "./access";
import { outcomesOf } from "./became";
import { loadFacts, type ReviewFacts } from "./facts";
import type { RuleWords } from "./gather";
import { evidenceHashOf } from "./hash";
import type { Outcome } from "./outcome";
import { getReviewRow, type ReviewQuery, type ReviewView } from "./queries";
import { decisionFilters, decisions, type Reduction } from "./schema";

export interface ItemView {
  readonly id: number;
  readonly staffId: StaffId;
  readonly deviceId: DeviceId;
  readonly person: string;
  readonly door: string;
  readonly timeZone: string;
  readonly access: readonly ReviewedAccess[];
  readonly rules: readonly RuleWords[];
  readonly since: Date | null;
  /** A day; hidden as long as names are. */
  readonly lastUsedAt: UseTime;
  readonly use: Use;
  readonly decision: ReviewDecision | null;
  readonly reduce: Reduction | null;
  readonly note: string;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly outcome: Outcome;
}

/** One page of the rows of a review. While names are hidden their order must not tell either when each was used. */
export async function listItems(
  actor: Actor,
  review: ReviewView,
  query: ReviewQuery,
): Promise<{ rows: ItemView[]; total: number; isUseHidden: boolean }> {
  assertMay(actor, "reviews:read");
  const [names, facts] = await Promise.all([nameViewOf(actor), loadFacts(review.id)]);
  const where = itemCondition(review, query, facts);
  const isTelling = names.hidden && query.sort.id === "used";
  const [rows, total] = await Promise.all([
    selectItems()
      .where(where)
      .orderBy(...itemOrder(isTelling ? { id: "name", desc: false } : query.sort))
      .limit(query.pageSize)
      .offset(query.offset),
    getDb().$count(accessReviewItems, where),
  ]);
  return { rows: await withOutcomes(review, rows, names, facts), total, isUseHidden: names.hidden };
}

/** All rows, in the order of the list, for the evidence; their hash as they are now, and how far they had drifted when signed. */
export async function listAllItems(
  actor: Actor,
  review: ReviewView,
): Promise<{ rows: ItemView[]; hash: string; drift: ReviewFacts["drift"] }> {
  assertMay(actor, "reviews:read");
  const [names, facts, rows, record, plain] = await Promise.all([
    nameViewOf(actor),
    loadFacts(review.id),
    selectItems()
      .where(eq(accessReviewItems.reviewId, review.id))
      .orderBy(...itemOrder({ id: "name", desc: false })),
    getReviewRow(actor, review.id),
    getDb().select().from(accessReviewItems).where(eq(accessReviewItems.reviewId, review.id)),
  ]);
  const hash = record ? evidenceHashOf(record, plain, facts) : "";
  return { rows: await withOutcomes(review, rows, names, facts), hash, drift: facts?.drift ?? null };
}

function selectItems() {
  return getDb()
    .select({
      item: accessReviewItems,
      decidedBy: admins.name,
      timeZone: sql<string>`coalesce(${sites.timeZone}, 'UTC')`,
    })
    .from(accessReviewItems)
    .leftJoin(admins, eq(admins.id, accessReviewItems.decidedBy))
    .leftJoin(placements, eq(placements.deviceId, accessReviewItems.deviceId))
    .leftJoin(sites, eq(sites.id, placements.siteId));
}

type SelectedItem = Awaited<ReturnType<typeof selectItems>>[number];

async function withOutcomes(
  review: ReviewView,
  rows: readonly SelectedItem[],
  names: NameView,
  facts: ReviewFacts | null,
): Promise<ItemView[]> {
  const outcomes = await outcomesOf(
    review,
    rows.map(({ item }) => item),
  );
  return rows.map(({ item: { reviewId: _reviewId, ...item }, ...row }) => ({
    ...item,
    ...row,
    lastUsedAt: useThrough(names, item.lastUsedAt),
    use: usedThrough(names, useOf(item, review, facts?.logFrom[item.deviceId] ?? null)),
    outcome: outcomes.get(item.id) ?? { kind: "kept" },
  }));
}

/** How many days ago is as good as a day. */
function usedThrough({ hidden }: NameView, use: Use): Use {
  return hidden && use.kind === "unused" ? { ...use, days: null } : use;
}

function itemCondition(
  review: ReviewView,
  { q, filters }: ReviewQuery,
  facts: ReviewFacts | null,
): SQL | undefined {
  const wanted = decisions.filter((decision) => filters.decision?.includes(decision));
  const undecided = filters.decision?.includes(decisionFilters[0]);
  const asked = filters.decision?.length
    ? or(
        undecided ? isNull(accessReviewItems.decision) : undefined,
        wanted.length > 0 ? inArray(accessReviewItems.decision, wanted) : undefined,
        // Something was asked for that nobody knows.
        undecided || wanted.length > 0 ? undefined : sql`false`,
      )
    : undefined;
  const use = filters.use ?? [];
  const doorIds = uuidsOf<DeviceId>(filters.door);
  const isUnused = unused(review, facts);
  return and(
    eq(accessReviewItems.reviewId, review.id),
    asked,
    use.includes("unused") && !use.includes("used") ? isUnused : undefined,
    use.includes("used") && !use.includes("unused") ? isUsed(review) : undefined,
    doorIds.length > 0 ? inArray(accessReviewItems.deviceId, doorIds) : undefined,
    likeWords(sql`lower(${accessReviewItems.person} || ' ' || ${accessReviewItems.door})`, q),
  );
}

const isUsed = (review: ReviewView) => gt(accessReviewItems.lastUsedAt, usedSince(review));

/** `useOf` for the database: what is marked beforehand. */
function unused(review: ReviewView, facts: ReviewFacts | null): SQL | undefined {
  const since = usedSince(review);
  const logs = Object.entries(facts?.logFrom ?? {});
  const reached = logs.flatMap(([id, from]) => (isReached(from, review) ? [id] : []));
  return or(
    lte(accessReviewItems.lastUsedAt, since),
    and(
      isNull(accessReviewItems.lastUsedAt),
      or(isNull(accessReviewItems.since), lte(accessReviewItems.since, since)),
      isAny(accessReviewItems.deviceId, reached),
    ),
  );
}

function itemOrder({ id, desc: descending }: ReviewQuery["sort"]): SQL[] {
  const direction = descending ? desc : asc;
  const words = (column: typeof accessReviewItems.person | typeof accessReviewItems.door) =>
    direction(sql`${column} collate "und-x-icu"`);
  const [byPerson, byDoor] = [words(accessReviewItems.person), words(accessReviewItems.door)];
  const last = direction(accessReviewItems.id);
  if (id === "door") return [byDoor, byPerson, last];
  // Never used is the oldest use.
  if (id === "used") {
    const never = descending ? sql`nulls last` : sql`nulls first`;
    return [sql`${direction(accessReviewItems.lastUsedAt)} ${never}`, byPerson, byDoor, last];
  }
  return [byPerson, byDoor, last];
}

/** What these rows call their person and door. */
export async function namesOfItems(
  actor: Actor,
  review: ReviewView,
  ids: readonly number[],
): Promise<Map<number, { person: string; door: string }>> {
  assertMay(actor, "reviews:read");
  if (ids.length === 0) return new Map();
  const { id, person, door } = accessReviewItems;
  const rows = await getDb()
    .select({ id, person, door })
    .from(accessReviewItems)
    .where(and(eq(accessReviewItems.reviewId, review.id), inArray(id, [...ids])));
  return new Map(rows.map(({ id: itemId, ...names }) => [itemId, names]));
}

export type TakenRow = Pick<ItemView, "id" | "person" | "door" | "decision" | "reduce">;

/** The rows that lose something by the signature. */
export async function listTaken(actor: Actor, review: ReviewView): Promise<TakenRow[]> {
  assertMay(actor, "reviews:read");
  const { id, person, door, decision, reduce } = accessReviewItems;
  return getDb()
    .select({ id, person, door, decision, reduce })
    .from(accessReviewItems)
    .where(and(eq(accessReviewItems.reviewId, review.id), inArray(decision, ["reduce", "revoke"])))
    .orderBy(...itemOrder({ id: "name", desc: false }));
}

export interface ReviewSummary {
  /** Undecided rows that were used within the days of the review. */
  readonly usedUndecided: number;
  readonly unused: number;
  readonly doors: readonly { readonly id: DeviceId; readonly name: string }[];
}

/** What the page of a review offers beside its rows. */
export async function summariseReview(actor: Actor, review: ReviewView): Promise<ReviewSummary> {
  assertMay(actor, "reviews:read");
  const db = getDb();
  const facts = await loadFacts(review.id);
  const own = eq(accessReviewItems.reviewId, review.id);
  const [usedUndecided, unusedCount, doors] = await Promise.all([
    db.$count(accessReviewItems, and(own, isNull(accessReviewItems.decision), isUsed(review))),
    db.$count(accessReviewItems, and(own, unused(review, facts))),
    db
      .selectDistinct({ id: accessReviewItems.deviceId, name: accessReviewItems.door })
      .from(accessReviewItems)
      .where(own)
      .orderBy(asc(accessReviewItems.door)),
  ]);
  return { usedUndecided, unused: unusedCount, doors };
}
