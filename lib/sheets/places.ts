import "server-only";
import { inArray, not, type SQL, sql } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { codeSheets, placements } from "@/lib/db/schema";

/** Sheets that open some door of these sites. */
export function opensDoorAt(siteIds: readonly SiteId[]): SQL {
  return opens(siteIds.length === 0 ? sql`false` : inArray(placements.siteId, [...siteIds]));
}

/** Sheets that the actor may see: they open a door of theirs, or none that is left. */
export function seenBy(actor: Actor): SQL | undefined {
  if (actor.sites === "all") return undefined;
  return sql`(${opensDoorAt(actor.sites)} or not ${opens(sql`true`)})`;
}

/** Sheets that the actor may do something with: a sheet opens all of its doors (domain.md, rule 12). */
export function atOwnSitesOnly(actor: Actor): SQL | undefined {
  if (actor.sites === "all") return undefined;
  const elsewhere = actor.sites.length === 0 ? sql`true` : not(inArray(placements.siteId, [...actor.sites]));
  return sql`not ${opens(elsewhere)}`;
}

function opens(condition: SQL): SQL {
  return sql`exists (
    select 1 from ${placements}
    where ${codeSheets.deviceIds} @> to_jsonb(${placements.deviceId}::text) and ${condition}
  )`;
}
