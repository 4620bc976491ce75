import "server-only";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { AreaId, DeviceId, SiteId, StaffId, TeamId } from "@/lib/access/types";
import { visible } from "@/lib/areas/queries";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { areaDevices, areas, credentials, devices, placements, sites, teams } from "@/lib/db/schema";
import type { ReviewScope } from "@/lib/db/tables/reviews";
import { uuidsOf } from "@/lib/rules/words";
import { atSitesOf, countPairs, inScope, type Pair } from "./gather";
import { type ScopeInput, scopeIdOf } from "./schema";

/** The rows that a review of this scope would have for this actor. */
export function scopeCondition(actor: Actor, scope: ReviewScope, scopeId: string): SQL | undefined {
  return and(inScope(scope, scopeId), atSitesOf(actor));
}

/** How many rows a review would have if it began now; null while nothing is chosen. */
export async function countScope(actor: Actor, input: ScopeInput): Promise<number | null> {
  assertMay(actor, "reviews:write");
  const scopeId = scopeIdOf(input);
  return scopeId === "" ? null : countPairs(getDb(), scopeCondition(actor, input.scope, scopeId));
}

/** The people and the doors that a scope has rows of. */
export async function listScopePlaces(
  actor: Actor,
  scope: ReviewScope,
  scopeId: string,
): Promise<{ pairs: Pair[]; staffIds: StaffId[]; deviceIds: DeviceId[] }> {
  const pairs = await getDb()
    .selectDistinct({ staffId: credentials.staffId, deviceId: credentials.deviceId })
    .from(credentials)
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .where(scopeCondition(actor, scope, scopeId));
  return {
    pairs,
    staffIds: [...new Set(pairs.map((pair) => pair.staffId))],
    deviceIds: [...new Set(pairs.map((pair) => pair.deviceId))],
  };
}

/**
 * What people call it, or null where it is gone or not the actor's. Of an area or team only the doors at the actor's sites
 * are looked at, and the name says so.
 */
export async function nameOfScope(
  db: Db | Tx,
  actor: Actor,
  scope: ReviewScope,
  scopeId: string,
): Promise<string | null> {
  const own = actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]);
  switch (scope) {
    case "site": {
      const [site] = await db
        .select({ name: sites.name })
        .from(sites)
        .where(and(eq(sites.id, scopeId as SiteId), own));
      return site?.name ?? null;
    }
    case "device": {
      const [door] = await db
        .select({ name: devices.name })
        .from(devices)
        .innerJoin(placements, eq(placements.deviceId, devices.id))
        .innerJoin(sites, eq(sites.id, placements.siteId))
        .where(and(eq(devices.id, scopeId as DeviceId), own));
      return door?.name ?? null;
    }
    case "area":
    case "team": {
      const [found] =
        scope === "area"
          ? await db
              .select({ name: areas.name })
              .from(areas)
              .where(eq(areas.id, scopeId as AreaId))
          : await db
              .select({ name: teams.name })
              .from(teams)
              .where(eq(teams.id, scopeId as TeamId));
      if (!found || own === undefined) return found?.name ?? null;
      const named = await db.select({ name: sites.name }).from(sites).where(own).orderBy(asc(sites.name));
      return `${found.name} (${named.map((site) => site.name).join(", ")})`;
    }
    default:
      return scope satisfies never;
  }
}

export interface ReviewOption {
  readonly id: string;
  readonly name: string;
  /** Where a door is. */
  readonly siteName: string | null;
}

export type ReviewOptions = Readonly<Record<ReviewScope, readonly ReviewOption[]>>;

/** What a review may be about, at the actor's sites. */
export async function getReviewOptions(actor: Actor): Promise<ReviewOptions> {
  assertMay(actor, "reviews:write");
  const db = getDb();
  const own = actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]);
  const noSite = sql<null>`null`;
  const [site, device, area, team] = await Promise.all([
    db
      .select({ id: sites.id, name: sites.name, siteName: noSite })
      .from(sites)
      .where(own)
      .orderBy(asc(sites.name)),
    db
      .select({ id: devices.id, name: devices.name, siteName: sites.name })
      .from(devices)
      .innerJoin(placements, eq(placements.deviceId, devices.id))
      .innerJoin(sites, eq(sites.id, placements.siteId))
      .where(own)
      .orderBy(asc(sites.name), asc(sql`${devices.name} collate "und-x-icu"`)),
    db
      .select({ id: areas.id, name: areas.name, siteName: noSite })
      .from(areas)
      .where(
        and(
          visible(actor),
          sql`exists (select 1 from ${areaDevices} where ${areaDevices.areaId} = ${areas.id})`,
        ),
      )
      .orderBy(asc(sql`${areas.name} collate "und-x-icu"`)),
    db
      .select({ id: teams.id, name: teams.name, siteName: noSite })
      .from(teams)
      .orderBy(asc(sql`${teams.name} collate "und-x-icu"`)),
  ]);
  return { site, device, area, team };
}

/** An id as an address has it, if it is one of these. */
export function known(options: readonly ReviewOption[], id: unknown): ReviewOption | undefined {
  const [asked] = uuidsOf(typeof id === "string" ? [id] : []);
  return options.find((option) => option.id === asked);
}
