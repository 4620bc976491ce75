import "server-only";
import { and, asc, count, desc, eq, gte, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  admins,
  changes,
  devices,
  type ImportState,
  imports,
  placements,
  sites,
  staff,
} from "@/lib/db/schema";
import { localDateOf, startOfDay } from "@/lib/time/zones";
import { isOutOfReach, placedIn, type Scope } from "./needs";

const mostImports = 3;

export interface Today {
  readonly doors: { readonly online: number; readonly total: number };
  readonly activePeople: number;
  readonly confirmed: number;
}

/** The day at a glance; "today" is each site's own day. */
export async function getToday(actor: Actor, scope: Scope, now: number): Promise<Today> {
  assertMay(actor, "overview:read");
  const db = getDb();
  const zones = await sitesOf(actor, scope);
  const sinceMidnight = or(
    ...zones.map(({ id, timeZone }) =>
      and(
        eq(placements.siteId, id),
        gte(changes.closedAt, new Date(startOfDay(localDateOf(now, timeZone), timeZone))),
      ),
    ),
  );
  const [[doors], activePeople, [confirmed]] = await Promise.all([
    db
      .select({
        total: count(),
        online: sql<number>`count(*) filter (where not (${isOutOfReach()}))`.mapWith(Number),
      })
      .from(devices)
      .innerJoin(placements, eq(placements.deviceId, devices.id))
      .where(placedIn(actor, scope)),
    db.$count(staff, eq(staff.status, "active")),
    zones.length === 0
      ? [{ total: 0 }]
      : db
          .select({ total: count() })
          .from(changes)
          .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
          .where(and(eq(changes.state, "confirmed"), sinceMidnight)),
  ]);
  return {
    doors: { online: doors?.online ?? 0, total: doors?.total ?? 0 },
    activePeople,
    confirmed: confirmed?.total ?? 0,
  };
}

export interface SiteZone {
  readonly id: SiteId;
  readonly timeZone: string;
}

/** The site that an address names, when the actor may see it; an address that names none means all of them. */
export async function findSite(actor: Actor, value: unknown): Promise<SiteZone | null> {
  const all = await sitesOf(actor, { siteId: null });
  return all.find((site) => site.id === value) ?? null;
}

/** The sites that the view is about, in the order of their names. */
export async function sitesOf(actor: Actor, { siteId }: Pick<Scope, "siteId">): Promise<SiteZone[]> {
  return getDb()
    .select({ id: sites.id, timeZone: sites.timeZone })
    .from(sites)
    .where(
      and(
        actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]),
        siteId === null ? undefined : eq(sites.id, siteId),
      ),
    )
    .orderBy(asc(sites.name));
}

export interface RecentImport {
  readonly id: string;
  readonly fileName: string;
  readonly state: ImportState;
  readonly at: Date;
  readonly by: string;
  readonly rowsTotal: number;
  readonly rowsDone: number;
}

/** The last staff imports, for who may run one. */
export async function listRecentImports(actor: Actor): Promise<RecentImport[]> {
  if (!may(actor, "import:run")) return [];
  return getDb()
    .select({
      id: imports.id,
      fileName: imports.fileName,
      state: imports.state,
      at: sql<Date>`coalesce(${imports.finishedAt}, ${imports.startedAt}, ${imports.uploadedAt})`.mapWith(
        imports.uploadedAt,
      ),
      by: admins.name,
      rowsTotal: imports.rowsTotal,
      rowsDone: imports.rowsDone,
    })
    .from(imports)
    .innerJoin(admins, eq(admins.id, imports.uploadedBy))
    .where(ne(imports.state, "discarded"))
    .orderBy(desc(imports.uploadedAt), desc(imports.id))
    .limit(mostImports);
}

/** Is somebody to be told what to do first, because nothing is set up yet? */
export async function isEmptyOffice(): Promise<boolean> {
  const db = getDb();
  const [people, seen] = await Promise.all([
    db.$count(staff, ne(staff.status, "removed")),
    db.$count(devices, isNull(devices.missingSince)),
  ]);
  return people === 0 || seen === 0;
}
