import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, lte, not, or, type SQL, sql } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  accessReviewItems,
  accessReviews,
  admins,
  auditEvents,
  authorizations,
  bindings,
  credentials,
  devices,
  placements,
  sites,
  withdrawals,
} from "@/lib/db/schema";
import type { ReviewDecision, ReviewedAccess, ReviewId, ReviewScope } from "@/lib/db/tables/reviews";
import { isBound } from "@/lib/devices/queries";
import { likeWords, uuidsOf } from "@/lib/rules/words";
import { localDateOf } from "@/lib/time/zones";
import { type Use, usedSince, useOf, withdrawnPartOf } from "./access";
import { atSitesOf, pairOf, type RuleWords } from "./gather";
import { evidenceHashOf } from "./hash";
import { type CredentialNow, isPending, type Outcome, outcomeOf } from "./outcome";
import { decisionFilters, decisions, type Reduction, reviewIdSchema, reviewStates } from "./schema";
import { type ReviewRow, visibleTo } from "./visible";

export interface ReviewQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export interface ReviewCounts {
  readonly rows: number;
  readonly decided: number;
  readonly keep: number;
  readonly reduce: number;
  readonly revoke: number;
}

export interface ReviewView extends ReviewCounts {
  readonly id: ReviewId;
  readonly name: string;
  readonly scope: ReviewScope;
  readonly scopeName: string;
  readonly unusedDays: number;
  readonly dueDay: string | null;
  readonly isOverdue: boolean;
  readonly state: ReviewRow["state"];
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly signedAt: Date | null;
  /** As it was typed, and the account that signed. */
  readonly signedName: string | null;
  readonly signedByName: string | null;
  readonly signedByEmail: string | null;
  readonly evidenceHash: string | null;
  /** Of most of its doors: by which clock its days are told. */
  readonly timeZone: string;
}

const signer = sql.raw("signer");
const countOf = (decision: ReviewDecision) =>
  sql<number>`(select count(*)::int from access_review_items i
    where i.review_id = access_reviews.id and i.decision = ${decision})`;
const zone = sql<string>`coalesce(
  (select s.time_zone from access_review_items i
    join placements p on p.device_id = i.device_id join sites s on s.id = p.site_id
    where i.review_id = access_reviews.id group by s.time_zone order by count(*) desc, s.time_zone limit 1),
  (select time_zone from sites order by created_at, id limit 1), 'UTC')`;

function select() {
  return getDb()
    .select({
      review: accessReviews,
      createdByName: admins.name,
      signedByName: sql<string | null>`${signer}.name`,
      signedByEmail: sql<string | null>`${signer}.email`,
      rows: sql<number>`(select count(*)::int from access_review_items i where i.review_id = access_reviews.id)`,
      keep: countOf("keep"),
      reduce: countOf("reduce"),
      revoke: countOf("revoke"),
      timeZone: zone,
    })
    .from(accessReviews)
    .innerJoin(admins, eq(admins.id, accessReviews.createdBy))
    .leftJoin(sql`admins as signer`, sql`${signer}.id = ${accessReviews.signedBy}`);
}

type Selected = Awaited<ReturnType<typeof select>>[number];

function viewOf({ review, keep, reduce, revoke, ...row }: Selected, now: Date): ReviewView {
  const { signedBy: _signedBy, createdBy: _createdBy, scopeId: _scopeId, ...view } = review;
  const { state, dueDay } = review;
  const isPast = dueDay !== null && dueDay < localDateOf(now.getTime(), row.timeZone);
  const counts = { keep, reduce, revoke, decided: keep + reduce + revoke };
  return { ...view, ...row, ...counts, isOverdue: state === "open" && isPast };
}

/** One page of the reviews, open ones first, with how far each is. */
export async function listReviews(
  actor: Actor,
  query: ReviewQuery,
  now = new Date(),
): Promise<{ rows: ReviewView[]; total: number }> {
  assertMay(actor, "reviews:read");
  const wanted = reviewStates.filter((state) => query.filters.state?.includes(state));
  const where = and(
    visibleTo(actor),
    query.filters.state?.length ? inArray(accessReviews.state, wanted) : undefined,
  );
  const direction = query.sort.desc ? desc : asc;
  const by =
    query.sort.id === "due"
      ? [sql`${accessReviews.dueDay} is null`, direction(accessReviews.dueDay)]
      : [direction(accessReviews.createdAt)];
  const [rows, total] = await Promise.all([
    select()
      .where(where)
      .orderBy(sql`${accessReviews.state} <> 'open'`, ...by, direction(accessReviews.id))
      .limit(query.pageSize)
      .offset(query.offset),
    getDb().$count(accessReviews, where),
  ]);
  return { rows: rows.map((row) => viewOf(row, now)), total };
}

/** One review, or null; `id` may be anything that stands in an address. */
export async function findReview(actor: Actor, id: string, now = new Date()): Promise<ReviewView | null> {
  assertMay(actor, "reviews:read");
  const parsed = reviewIdSchema.safeParse(id);
  if (!parsed.success) return null;
  const [row] = await select().where(and(eq(accessReviews.id, parsed.data), visibleTo(actor)));
  return row ? viewOf(row, now) : null;
}

/** The row itself, for what is computed from it; `findReview` was asked before. */
export async function getReviewRow(actor: Actor, id: ReviewId): Promise<ReviewRow | null> {
  assertMay(actor, "reviews:read");
  const [row] = await getDb()
    .select()
    .from(accessReviews)
    .where(and(eq(accessReviews.id, id), visibleTo(actor)));
  return row ?? null;
}

/** Why and by whom a review was discarded, and when. */
export async function findDiscard(actor: Actor, id: ReviewId) {
  assertMay(actor, "reviews:read");
  const [row] = await getDb()
    .select({ at: auditEvents.at, by: admins.name, detail: auditEvents.detail })
    .from(auditEvents)
    .leftJoin(admins, eq(admins.id, auditEvents.adminId))
    .where(and(eq(auditEvents.subjectId, id), eq(auditEvents.type, "review.discarded")))
    .orderBy(desc(auditEvents.id))
    .limit(1);
  return row ? { at: row.at, by: row.by, reason: String(row.detail.reason ?? "") } : null;
}

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
  readonly lastUsedAt: Date | null;
  readonly use: Use;
  readonly decision: ReviewDecision | null;
  readonly reduce: Reduction | null;
  readonly note: string;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly outcome: Outcome;
}

/** One page of the rows of a review. */
export async function listItems(
  actor: Actor,
  review: ReviewView,
  query: ReviewQuery,
): Promise<{ rows: ItemView[]; total: number }> {
  assertMay(actor, "reviews:read");
  const where = itemCondition(review, query);
  const [rows, total] = await Promise.all([
    selectItems()
      .where(where)
      .orderBy(...itemOrder(query.sort))
      .limit(query.pageSize)
      .offset(query.offset),
    getDb().$count(accessReviewItems, where),
  ]);
  return { rows: await withOutcomes(review, rows), total };
}

/** All rows, in the order of the list, for the evidence; and whether they are still what was signed. */
export async function listAllItems(
  actor: Actor,
  review: ReviewView,
): Promise<{ rows: ItemView[]; hash: string }> {
  assertMay(actor, "reviews:read");
  const [rows, record, plain] = await Promise.all([
    selectItems()
      .where(eq(accessReviewItems.reviewId, review.id))
      .orderBy(...itemOrder({ id: "name", desc: false })),
    getReviewRow(actor, review.id),
    getDb().select().from(accessReviewItems).where(eq(accessReviewItems.reviewId, review.id)),
  ]);
  return { rows: await withOutcomes(review, rows), hash: record ? evidenceHashOf(record, plain) : "" };
}

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

async function withOutcomes(review: ReviewView, rows: readonly SelectedItem[]): Promise<ItemView[]> {
  const outcomes = await outcomesOf(
    review,
    rows.map(({ item }) => item),
  );
  return rows.map(({ item: { reviewId: _reviewId, ...item }, ...row }) => ({
    ...item,
    ...row,
    use: useOf(item, review),
    outcome: outcomes.get(item.id) ?? { kind: "kept" },
  }));
}

/** What became of each row that lost something by a signature, by the row's id. */
async function outcomesOf(
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

function itemCondition(review: ReviewView, { q, filters }: ReviewQuery): SQL | undefined {
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
  const isUnused = unused(review);
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
function unused(review: ReviewView): SQL | undefined {
  const since = usedSince(review);
  return or(
    lte(accessReviewItems.lastUsedAt, since),
    and(
      isNull(accessReviewItems.lastUsedAt),
      or(isNull(accessReviewItems.since), lte(accessReviewItems.since, since)),
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
  const own = eq(accessReviewItems.reviewId, review.id);
  const [usedUndecided, unusedCount, doors] = await Promise.all([
    db.$count(accessReviewItems, and(own, isNull(accessReviewItems.decision), isUsed(review))),
    db.$count(accessReviewItems, and(own, unused(review))),
    db
      .selectDistinct({ id: accessReviewItems.deviceId, name: accessReviewItems.door })
      .from(accessReviewItems)
      .where(own)
      .orderBy(asc(accessReviewItems.door)),
  ]);
  return { usedUndecided, unused: unusedCount, doors };
}

export interface UnmanagedDoor {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly type: number;
  readonly count: number;
  readonly hasKeypad: boolean;
}

/** What lets people in at the doors in scope without being ours: told, and not to be decided here. */
export async function listUnmanagedOf(actor: Actor, review: ReviewRow): Promise<UnmanagedDoor[]> {
  assertMay(actor, "reviews:read");
  const scope = doorsOf(review);
  return getDb()
    .select({
      deviceId: devices.id,
      name: devices.name,
      type: devices.type,
      count: sql<number>`count(*)::int`,
      hasKeypad: sql<boolean>`${devices.keypadModel} is not null`,
    })
    .from(authorizations)
    .innerJoin(devices, eq(devices.id, authorizations.deviceId))
    .innerJoin(placements, eq(placements.deviceId, authorizations.deviceId))
    .leftJoin(bindings, isBound)
    .where(
      and(
        scope,
        inArray(authorizations.type, [0, 2, 13]),
        not(sql`${bindings.id} is not null`),
        atSitesOf(actor),
      ),
    )
    .groupBy(devices.id)
    .orderBy(asc(devices.name));
}

/** The doors that a review is about, whether or not somebody of ours has access there. */
function doorsOf({ id, scope, scopeId }: ReviewRow): SQL {
  switch (scope) {
    case "device":
      return sql`${devices.id} = ${scopeId}::uuid`;
    case "site":
      return sql`${placements.siteId} = ${scopeId}::uuid`;
    case "area":
      return sql`${devices.id} in (select device_id from area_devices where area_id = ${scopeId}::uuid)`;
    case "team":
      return sql`${devices.id} in (select device_id from access_review_items where review_id = ${id}::uuid)`;
    default:
      return scope satisfies never;
  }
}
