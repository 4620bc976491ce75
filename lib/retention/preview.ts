import "server-only";
import { and, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Instant, SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import {
  auditEvents,
  authorizationLives,
  credentialLives,
  entries,
  placements,
  sites,
} from "@/lib/db/schema";
import { borderOf, isShorter } from "./borders";
import { mostCounted } from "./delete-entries";
import { getHoldsInForce, type HoldsInForce, isAnythingHeld, isSiteHeld } from "./holds";
import type { RetentionWish } from "./schema";

/** What goes when something is kept for a shorter time. */
export interface Shortened {
  /** Up to 10,000; 0 where the time is as long as before, or longer. */
  readonly count: number;
  /** False: there are more than that. */
  readonly isExact: boolean;
  /** All of it is from before this instant; null: nothing goes. */
  readonly before: Instant | null;
  readonly timeZone: string;
  /** Some or all of it stays until a hold is released. */
  readonly isHeld: boolean;
}

/** Counts what the wish deletes sooner or later, holds or not: they end one day, and nobody is asked again. */
export async function countShortened(
  actor: Actor,
  { subject, days }: RetentionWish,
  daysNow: number | null,
  now: Date,
): Promise<Shortened> {
  const timeZone = subject.kind === "site" ? await zoneOf(subject.siteId) : "UTC";
  const border = borderOf(now.getTime(), days, timeZone);
  const holds = await getHoldsInForce();
  const isHeld = subject.kind === "site" ? isHeldFor(actor, holds, subject.siteId) : isAnythingHeld(holds);
  const nothing = { count: 0, isExact: true, before: null, timeZone, isHeld };
  if (!isShorter(days, daysNow) || border === null) return nothing;
  const before = new Date(border);
  const counts = await Promise.all(
    subject.kind === "site"
      ? [countEntries(subject.siteId, before)]
      : subject.kind === "audit"
        ? [countSome(auditEvents, lt(auditEvents.at, before))]
        : [
            countSome(authorizationLives, lt(authorizationLives.untilAt, before)),
            countSome(credentialLives, lt(credentialLives.untilAt, before)),
          ],
  );
  const count = counts.reduce((sum, one) => sum + one, 0);
  if (count === 0) return nothing;
  return { ...nothing, count: Math.min(count, mostCounted), isExact: count <= mostCounted, before: border };
}

/** Does a hold keep any of the site's entries? Of holds of people only who looks after all sites hears. */
export function isHeldFor(actor: Actor, holds: HoldsInForce, siteId: SiteId): boolean {
  return isSiteHeld(holds, siteId) || (actor.sites === "all" && holds.people.size > 0);
}

async function zoneOf(siteId: SiteId): Promise<string> {
  const [site] = await getDb().select({ timeZone: sites.timeZone }).from(sites).where(eq(sites.id, siteId));
  return site?.timeZone ?? "UTC";
}

function countEntries(siteId: SiteId, before: Date): Promise<number> {
  const doors = getDb()
    .select({ id: placements.deviceId })
    .from(placements)
    .where(eq(placements.siteId, siteId));
  return countSome(entries, and(inArray(entries.deviceId, doors), lt(entries.occurredAt, before)));
}

/** Counts no further than it tells. */
export async function countSome(
  table: PgTable,
  where: SQL | undefined,
  db: Db | Tx = getDb(),
): Promise<number> {
  const some = db
    .select({ one: sql`1`.as("one") })
    .from(table)
    .where(where)
    .limit(mostCounted + 1)
    .as("some");
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}
