import "server-only";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accessReviews, admins, auditEvents } from "@/lib/db/schema";
import type { ReviewDecision, ReviewId, ReviewScope } from "@/lib/db/tables/reviews";
import { localDateOf } from "@/lib/time/zones";
import { reviewIdSchema, reviewStates } from "./schema";
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
