import "server-only";
import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { arrayOf } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { admins, auditEvents, staff } from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { AppError } from "@/lib/errors";
import { uuidsOf } from "@/lib/rules/words";
import { eventNames } from "./event-names";
import { itself, type TrailCursor, type TrailFilter } from "./list";

export interface TrailEvent {
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  /** Null: Postern itself. */
  readonly by: string | null;
  readonly byEmail: string | null;
  readonly address: string | null;
  readonly subjectId: string | null;
  /** Set where the event is about a person: what they are called now is in `name`. */
  readonly staffId: StaffId | null;
  readonly name: string;
  readonly count: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly previousHash: string;
  readonly hash: string;
}

export interface TrailPage {
  /** Newest first. */
  readonly rows: readonly TrailEvent[];
  readonly older: TrailCursor | null;
  readonly newer: TrailCursor | null;
  readonly total: { readonly count: number; readonly isExact: boolean };
}

/** The trail tells of the whole installation, so it is for those who look after all of it. */
export function maySeeTrail(actor: Actor): boolean {
  return may(actor, "audit:read") && actor.sites === "all";
}

export function assertSeesTrail(actor: Actor): void {
  assertMay(actor, "audit:read");
  if (actor.sites !== "all") throw new AppError("forbidden", "the trail is for those who see all sites");
}

/** One page of what admins and Postern did here. */
export async function searchTrail(
  actor: Actor,
  filter: TrailFilter,
  cursor: TrailCursor | null,
  limit: number,
): Promise<TrailPage> {
  assertSeesTrail(actor);
  const matches = conditionOf(filter);
  const isNewer = cursor?.direction === "newer";
  const beyond = cursor && (isNewer ? gt : lt)(auditEvents.id, cursor.id);
  const found = await read(and(matches, beyond ?? undefined), limit + 1, isNewer ? "oldest" : "newest");
  // Too few for a page: it is the newest one, which is always full.
  if (isNewer && found.length <= limit) return searchTrail(actor, filter, null, limit);
  const rows = found.slice(0, limit);
  if (isNewer) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  const hasMore = found.length > limit;
  return {
    rows,
    older: last && (isNewer || hasMore) ? { direction: "older", id: last.id } : null,
    newer: cursor && first ? { direction: "newer", id: first.id } : null,
    total: await countFound(matches),
  };
}

const byAdmin = eq(admins.id, auditEvents.adminId);
/** Subjects are ids of many kinds, and some are none. */
const aboutPerson = sql`${staff.id}::text = ${auditEvents.subjectId}`;
const mostCounted = 10_000;

async function countFound(matches: SQL | undefined): Promise<TrailPage["total"]> {
  const some = getDb()
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .leftJoin(admins, byAdmin)
    .leftJoin(staff, aboutPerson)
    .where(matches)
    .limit(mostCounted + 1)
    .as("some");
  const [row] = await getDb().select({ count: sql<number>`count(*)::int` }).from(some);
  const count = row?.count ?? 0;
  return { count: Math.min(count, mostCounted), isExact: count <= mostCounted };
}

/** One event, or null. `id` is as an address has it. */
export async function findEvent(actor: Actor, id: unknown): Promise<TrailEvent | null> {
  assertSeesTrail(actor);
  if (typeof id !== "string" || !/^\d{1,15}$/.test(id)) return null;
  const [event] = await read(eq(auditEvents.id, Number(id)), 1, "newest");
  return event ?? null;
}

const mostNamed = 200;

/** What the things are called now whose ids stand in an event, as far as they are still there. */
export async function namesInEvent(
  actor: Actor,
  { detail }: Pick<TrailEvent, "detail">,
): Promise<ReadonlyMap<string, string>> {
  assertSeesTrail(actor);
  const text = JSON.stringify(detail);
  const ids = [...new Set(text.match(/(?<=")[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=")/g))];
  if (ids.length === 0) return new Map();
  const asked = sql`any(${arrayOf(ids.slice(0, mostNamed))})`;
  const { rows } = await getDb().execute<{ id: string; name: string }>(sql`
    select id::text as id, name from (
      select id, name from devices union all select id, name from sites union all select id, name from areas
      union all select id, name from teams union all select id, name from schedules
      union all select id, name from admins union all select id, display_name from staff
    ) things where id = ${asked}`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const exportPage = 500;

/** All that match, newest first, some hundred at a time; however many they are, no more than these are in memory. */
export async function* eachEvent(actor: Actor, filter: TrailFilter): AsyncGenerator<TrailEvent[]> {
  assertSeesTrail(actor);
  const matches = conditionOf(filter);
  let beyond: SQL | undefined;
  for (;;) {
    const rows = await read(and(matches, beyond), exportPage, "newest");
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < exportPage) return;
    beyond = lt(auditEvents.id, last.id);
    // The embedded database never leaves the thread: others may want to be answered meanwhile.
    await new Promise((next) => setImmediate(next));
  }
}

/** Who has ever been an admin here, for the filter. */
export async function listTrailAdmins(actor: Actor): Promise<{ id: string; name: string }[]> {
  assertSeesTrail(actor);
  return getDb().select({ id: admins.id, name: admins.name }).from(admins).orderBy(asc(admins.name));
}

function conditionOf({ range, who, types, about, q }: TrailFilter): SQL | undefined {
  const people = uuidsOf<(typeof admins.$inferSelect)["id"]>(who);
  const byWhom = [
    people.length > 0 ? inArray(auditEvents.adminId, people) : undefined,
    who.includes(itself) ? isNull(auditEvents.adminId) : undefined,
  ].filter((one) => one !== undefined);
  return and(
    range.from === null ? undefined : gte(auditEvents.at, new Date(range.from)),
    range.until === null ? undefined : lt(auditEvents.at, new Date(range.until)),
    who.length === 0 ? undefined : byWhom.length > 0 ? or(...byWhom) : sql`false`,
    types.length > 0 ? inArray(auditEvents.type, [...types]) : undefined,
    about.length > 0 ? inArray(auditEvents.subjectId, [...about]) : undefined,
    q.trim() === "" ? undefined : likeWords(searched, q),
  );
}

/** Everything that people would remember of an event: who, what, about whom, before and after. */
const searched = sql`lower(concat_ws(' ', ${admins.name}, ${auditEvents.type}, ${staff.displayName}, ${auditEvents.detail}::text))`;

async function read(
  matches: SQL | undefined,
  limit: number,
  first: "newest" | "oldest",
): Promise<TrailEvent[]> {
  const rows = await getDb()
    .select({
      event: auditEvents,
      by: admins.name,
      byEmail: admins.email,
      staffId: staff.id,
      staffName: staff.displayName,
    })
    .from(auditEvents)
    .leftJoin(admins, byAdmin)
    .leftJoin(staff, aboutPerson)
    .where(matches)
    .orderBy(first === "newest" ? desc(auditEvents.id) : asc(auditEvents.id))
    .limit(limit);
  return rows.map(({ event, staffName, ...row }) => {
    const { adminId: _adminId, ...kept } = event;
    const { name, count } = eventNames(event.detail);
    return { ...kept, ...row, name: staffName ?? name, count };
  });
}
