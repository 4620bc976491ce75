import "server-only";
import { asc, eq, inArray, sql } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { placements, sites } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";
import { versionOf } from "./commands";

export interface SiteRow {
  readonly id: SiteId;
  readonly name: string;
  readonly timeZone: string;
  /** May its doors be opened from afar, and must the person say why? */
  readonly remoteOpening: boolean;
  readonly reasonRequired: boolean;
  readonly devices: number;
}

/** The actor's sites. */
export async function listSites(actor: Actor): Promise<SiteRow[]> {
  assertMay(actor, "devices:read");
  return getDb()
    .select({
      id: sites.id,
      name: sites.name,
      timeZone: sites.timeZone,
      remoteOpening: sites.remoteOpening,
      reasonRequired: sites.reasonRequired,
      devices: sql<number>`count(${placements.deviceId})`.mapWith(Number),
    })
    .from(sites)
    .leftJoin(placements, eq(placements.siteId, sites.id))
    .where(actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]))
    .groupBy(sites.id)
    .orderBy(asc(sites.name));
}

/** One of the actor's sites, or null. `id` is as an address has it. */
export async function findSite(actor: Actor, id: string): Promise<(SiteRow & { version: string }) | null> {
  const [siteId] = uuidsOf<SiteId>([id]);
  if (!siteId) return null;
  const row = (await listSites(actor)).find((site) => site.id === siteId);
  return row ? { ...row, version: versionOf(row) } : null;
}
