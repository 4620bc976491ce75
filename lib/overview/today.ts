import "server-only";
import { and, count, desc, eq, isNull, ne, sql } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import { type Actor, assertMay, may, seesSite } from "@/lib/auth/actor";
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
import { isClosedToday } from "./day";
import { isOutOfReach, placedIn, type Scope } from "./needs";

const mostImports = 3;

export interface Today {
  readonly doors: { readonly online: number; readonly total: number };
  readonly activePeople: number;
  readonly confirmed: number;
}

/** The day at a glance; "today" is each site's own day. */
export async function getToday(actor: Actor, scope: Scope): Promise<Today> {
  assertMay(actor, "overview:read");
  const db = getDb();
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
    db
      .select({ total: count() })
      .from(changes)
      .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
      .where(and(eq(changes.state, "confirmed"), isClosedToday(scope.day), placedIn(actor, scope))),
  ]);
  return {
    doors: { online: doors?.online ?? 0, total: doors?.total ?? 0 },
    activePeople,
    confirmed: confirmed?.total ?? 0,
  };
}

/** The site that an address names, when the actor may see it; an address that names none means all of them. */
export async function findSite(actor: Actor, value: unknown): Promise<SiteId | null> {
  const all = await getDb().select({ id: sites.id }).from(sites);
  return all.find(({ id }) => id === value && seesSite(actor, id))?.id ?? null;
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
