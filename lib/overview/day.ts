import "server-only";
import { and, asc, eq, gte, inArray, or, type SQL, sql } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { changes, placements, sites } from "@/lib/db/schema";
import { localDateOf, startOfDay } from "@/lib/time/zones";

/** The present day at the sites that the actor sees: each has its own midnight. */
export interface Day {
  /** The calendar day of the first site: for people, who belong to none. */
  readonly today: string;
  readonly midnights: readonly { readonly siteId: SiteId; readonly at: Date }[];
}

export async function getDay(actor: Actor, now: number, siteId: SiteId | null = null): Promise<Day> {
  const rows = await getDb()
    .select({ id: sites.id, timeZone: sites.timeZone })
    .from(sites)
    .where(
      and(
        actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]),
        siteId === null ? undefined : eq(sites.id, siteId),
      ),
    )
    .orderBy(asc(sites.name));
  return {
    today: localDateOf(now, rows[0]?.timeZone ?? "UTC"),
    midnights: rows.map(({ id, timeZone }) => ({
      siteId: id,
      at: new Date(startOfDay(localDateOf(now, timeZone), timeZone)),
    })),
  };
}

/** Changes that were finished since midnight at their own site; needs the placements joined. */
export function isClosedToday({ midnights }: Day): SQL {
  const some = or(
    ...midnights.map(({ siteId, at }) => and(eq(placements.siteId, siteId), gte(changes.closedAt, at))),
  );
  // Without a site there is no day, and nothing can have happened in it.
  return some ?? sql`false`;
}
