import "server-only";
import { and, asc, eq, gte, inArray, lte, ne, sql } from "drizzle-orm";
import type { Instant, SiteId } from "@/lib/access/types";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { authorizations, devices, entries, placements, sites, staff } from "@/lib/db/schema";
import { AppError } from "@/lib/errors";
import { nameViewOf } from "@/lib/privacy/names";
import { getPrivacySettings } from "@/lib/privacy/settings";
import { dayBegan, insideOf, type Opening, type PersonInside } from "./inside";

export interface SiteInside {
  readonly siteId: SiteId;
  readonly name: string;
  readonly timeZone: string;
  /** When the office day began. */
  readonly since: Instant;
  /** Who was seen last comes first. */
  readonly people: readonly PersonInside[];
}

/** Did the office decide that it may be asked, and may this actor ask? */
export async function maySeeInside(actor: Actor): Promise<boolean> {
  return may(actor, "presence:read") && (await getPrivacySettings()).inside;
}

/** Who opened a door of each of the actor's sites since the office day began there. */
export async function listInside(actor: Actor, now: Instant): Promise<SiteInside[]> {
  assertMay(actor, "presence:read");
  if (!(await maySeeInside(actor))) throw new AppError("forbidden", "who is inside is not told here");
  // A list of pseudonyms helps nobody in an evacuation, and tells more about who they are than the log does.
  if ((await nameViewOf(actor, now)).hidden)
    throw new AppError("names_hidden", "who is inside was asked for while names are hidden");
  const rows = await getDb()
    .select({ siteId: sites.id, name: sites.name, timeZone: sites.timeZone })
    .from(sites)
    .where(actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]))
    .orderBy(asc(sites.name));
  return Promise.all(
    rows.map(async (site) => {
      const since = dayBegan(now, site.timeZone);
      return { ...site, since, people: insideOf(await openingsOf(site.siteId, since, now)) };
    }),
  );
}

/** Web: somebody elsewhere pressed a button, and did not come in by that. */
const fromAfar = 4;

async function openingsOf(siteId: SiteId, since: Instant, until: Instant): Promise<Opening[]> {
  const rows = await getDb()
    .select({
      at: entries.occurredAt,
      deviceId: entries.deviceId,
      door: devices.name,
      staffId: entries.staffId,
      name: sql<string>`coalesce(${staff.displayName}, ${entries.person}, ${entries.name})`,
    })
    .from(placements)
    .innerJoin(devices, eq(devices.id, placements.deviceId))
    .innerJoin(entries, eq(entries.deviceId, placements.deviceId))
    .leftJoin(staff, eq(staff.id, entries.staffId))
    .leftJoin(
      authorizations,
      and(eq(authorizations.deviceId, entries.deviceId), eq(authorizations.nukiId, entries.authId)),
    )
    .where(
      and(
        eq(placements.siteId, siteId),
        eq(entries.outcome, "opened"),
        gte(entries.occurredAt, new Date(since)),
        lte(entries.occurredAt, new Date(until)),
        ne(entries.trigger, fromAfar),
        sql`(${entries.staffId} is not null or ${entries.name} <> '')`,
        // A bridge or a keypad is nobody.
        sql`coalesce(${authorizations.type}, 0) not in (1, 3)`,
      ),
    );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
