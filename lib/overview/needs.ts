import "server-only";
import { and, asc, count, desc, eq, gte, inArray, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import type { BlockReason, SiteId } from "@/lib/access/types";
import { countAlerts } from "@/lib/alerts/queries";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { reachOf } from "@/lib/changes/picture";
import { isBlocked, isLeaver } from "@/lib/changes/queries";
import { getDb } from "@/lib/db/connection";
import {
  accountSync,
  accounts,
  changes,
  credentials,
  devices,
  placements,
  sites,
  staff,
} from "@/lib/db/schema";
import { listOpenSettings } from "@/lib/device-settings/open-settings";
import { countLockedOut } from "@/lib/sheets/register";
import { addDays } from "@/lib/time/zones";
import type { Day } from "./day";
import type { ConnectionTrouble, DoorTrouble, Needs, People } from "./need-counts";

/** People who start or end are told this many days ahead. */
export const soonDays = 7;
const mostPeople = 8;

export interface Scope {
  /** One site, or everything that the actor sees. */
  readonly siteId: SiteId | null;
  readonly day: Day;
}

/** What asks for a person, as far as this actor may see it. */
export async function getNeeds(actor: Actor, scope: Scope): Promise<Needs> {
  assertMay(actor, "overview:read");
  const [
    connections,
    alerts,
    figures,
    settings,
    blocked,
    doors,
    batteries,
    newDevices,
    leavers,
    lockedOut,
    ending,
    starting,
  ] = await Promise.all([
    listConnectionTrouble(),
    countAlerts(actor, scope.siteId === null ? [] : [scope.siteId]),
    countOpen(actor, scope),
    listOpenSettings(actor, scope.siteId === null ? [] : [scope.siteId]),
    countBlocked(actor, scope),
    listDoorTrouble(actor, scope),
    listCriticalBatteries(actor, scope),
    countNewDevices(actor, scope),
    countLeavers(actor, scope),
    may(actor, "codes:print") ? countLockedOut(actor, scope.siteId === null ? [] : [scope.siteId]) : 0,
    listPeople(scope, "lastDay"),
    listPeople(scope, "firstDay"),
  ]);
  return {
    connections,
    alerts,
    ...figures,
    settings: settings.filter(({ toDecide }) => toDecide > 0),
    blocked,
    doors,
    batteries,
    newDevices,
    leavers,
    lockedOut,
    ending,
    starting,
  };
}

/** The doors that the actor sees, of one site where one is chosen. */
export function placedIn(actor: Actor, { siteId }: Pick<Scope, "siteId">): SQL | undefined {
  return and(
    actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
    siteId === null ? undefined : eq(placements.siteId, siteId),
  );
}

async function listConnectionTrouble(): Promise<ConnectionTrouble[]> {
  const rows = await getDb()
    .select({
      id: accounts.id,
      name: accounts.name,
      status: accountSync.status,
      problem: accountSync.problem,
      lastOkAt: accountSync.lastOkAt,
    })
    .from(accounts)
    .innerJoin(accountSync, eq(accountSync.accountId, accounts.id))
    .where(inArray(accountSync.status, ["unauthorized", "unreachable"]))
    .orderBy(asc(accounts.name));
  return rows as ConnectionTrouble[];
}

async function countOpen(actor: Actor, scope: Scope): Promise<Pick<Needs, "failed" | "needsReview">> {
  const [figures] = await getDb()
    .select({
      failed: sql<number>`count(*) filter (where ${changes.state} = 'failed')`.mapWith(Number),
      needsReview: sql<number>`count(*) filter (where ${changes.state} = 'needs_review')`.mapWith(Number),
    })
    .from(changes)
    .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
    .where(and(isNull(changes.closedAt), placedIn(actor, scope)));
  return figures ?? { failed: 0, needsReview: 0 };
}

async function countBlocked(actor: Actor, scope: Scope): Promise<Needs["blocked"]> {
  const total = count();
  return getDb()
    .select({ reason: sql<BlockReason>`${credentials.reason}`, count: total })
    .from(credentials)
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .where(and(isBlocked(), placedIn(actor, scope)))
    .groupBy(credentials.reason)
    .orderBy(desc(total), asc(credentials.reason));
}

async function listDoorTrouble(actor: Actor, scope: Scope): Promise<DoorTrouble[]> {
  const waiting = sql<number>`(
    select count(*) from ${changes}
    where ${changes.deviceId} = ${devices.id} and ${changes.closedAt} is null and ${changes.state} = 'waiting'
  )`.mapWith(Number);
  const rows = await getDb()
    .select({ device: devices, siteName: sites.name, timeZone: sites.timeZone, waiting })
    .from(devices)
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(and(isOutOfReach(), placedIn(actor, scope)))
    .orderBy(desc(waiting), asc(devices.name));
  return rows.flatMap(({ device, siteName, timeZone, waiting: count }): DoorTrouble[] => {
    const reach = reachOf(device);
    if (reach === "online") return [];
    const since = device.offlineSince ?? device.missingSince;
    return [{ id: device.id, name: device.name, siteName, timeZone, reach, since, waiting: count }];
  });
}

/** In the database what `reachOf` says of a row. */
export function isOutOfReach(): SQL | undefined {
  return or(
    ne(devices.serverState, 0),
    ne(devices.adminPinState, 0),
    sql`${devices.missingSince} is not null`,
  );
}

async function listCriticalBatteries(actor: Actor, scope: Scope): Promise<Needs["batteries"]> {
  return getDb()
    .select({ id: devices.id, name: devices.name })
    .from(devices)
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .where(
      and(
        or(devices.batteryCritical, devices.keypadBatteryCritical, devices.doorsensorBatteryCritical),
        isNull(devices.missingSince),
        placedIn(actor, scope),
      ),
    )
    .orderBy(asc(devices.name));
}

/** A device belongs to nobody's site yet, so only who sees all sites is asked to give it one. */
async function countNewDevices(actor: Actor, { siteId }: Scope): Promise<number> {
  if (actor.sites !== "all" || siteId !== null) return 0;
  return getDb().$count(
    devices,
    and(
      isNull(devices.missingSince),
      sql`not exists (select 1 from ${placements} where ${placements.deviceId} = ${devices.id})`,
    ),
  );
}

async function countLeavers(actor: Actor, scope: Scope): Promise<Needs["leavers"]> {
  const [figures] = await getDb()
    .select({
      people: sql<number>`count(distinct ${changes.staffId})`.mapWith(Number),
      entries: sql<number>`count(*)`.mapWith(Number),
    })
    .from(changes)
    .innerJoin(staff, eq(staff.id, changes.staffId))
    .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
    .where(
      and(
        // Whatever is open: an entry that was still on its way when they left counts until it is gone.
        isNull(changes.closedAt),
        isLeaver(scope.day.today),
        placedIn(actor, scope),
      ),
    );
  return figures ?? { people: 0, entries: 0 };
}

async function listPeople({ day: { today } }: Scope, which: "firstDay" | "lastDay"): Promise<People> {
  const column = staff[which];
  const where = and(ne(staff.status, "removed"), gte(column, today), lte(column, addDays(today, soonDays)));
  const db = getDb();
  const [first, total] = await Promise.all([
    db
      .select({ id: staff.id, name: staff.displayName, day: sql<string>`${column}` })
      .from(staff)
      .where(where)
      .orderBy(asc(column), asc(staff.displayName))
      .limit(mostPeople),
    db.$count(staff, where),
  ]);
  return { count: total, first };
}
