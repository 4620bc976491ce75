import "server-only";
import { and, asc, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { SiteId, StaffId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import {
  areaDevices,
  credentials,
  placements,
  rules,
  sites,
  staff,
  visitExtensions,
  visits,
} from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { uuidsOf } from "@/lib/rules/words";
import { matching } from "@/lib/staff/search";
import { visitStates } from "./schema";
import type { VisitState } from "./stay";

/** What the list's address asks for. */
export interface VisitListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** The host's row, beside the visitor's. */
export const host = alias(staff, "host");

/** The day at a visitor's doors, as `dayOfVisit` says it: where calendars differ the earliest. */
export function todayOf(now: Date, officeDay: string): SQL<string> {
  return sql<string>`coalesce((
    select min((${now.toISOString()}::timestamptz at time zone ${sites.timeZone})::date)
    from ${rules}
    join ${areaDevices} on ${areaDevices.areaId} = ${rules.areaId}
    join ${placements} on ${placements.deviceId} = ${areaDevices.deviceId}
    join ${sites} on ${sites.id} = ${placements.siteId}
    where ${rules.staffId} = ${staff.id}
  ), ${officeDay}::date)::text`;
}

export function conditionOf(
  actor: Actor,
  { q, filters }: VisitListQuery,
  today: SQL<string>,
  now: Date,
): SQL | undefined {
  const states = visitStates.filter((state) => filters.state?.includes(state));
  const hostIds = uuidsOf<StaffId>(filters.host);
  const siteIds = uuidsOf<SiteId>(filters.site);
  return and(
    visible(actor),
    siteIds.length > 0 ? leadsTo(siteIds) : undefined,
    hostIds.length > 0 ? inArray(visits.hostId, hostIds) : undefined,
    filters.request?.includes("open") ? isAsked(now) : undefined,
    or(...states.map((state) => isInState(state, today))),
    or(matching(q), likeWords(sql`lower(${host.displayName})`, q)),
  );
}

/** Visits that lead, or led, to a door of the actor; one without any door belongs to everybody. */
export function visible(actor: Actor): SQL | undefined {
  if (actor.sites === "all") return undefined;
  const own = actor.sites.length > 0 ? leadsTo(actor.sites) : sql`false`;
  return sql`(${own} or not exists (
    select 1 from ${rules} join ${areaDevices} on ${areaDevices.areaId} = ${rules.areaId}
    where ${rules.staffId} = ${staff.id}
  ) and not exists (select 1 from ${credentials} where ${credentials.staffId} = ${staff.id}))`;
}

function leadsTo(siteIds: readonly SiteId[]): SQL {
  return sql`(exists (
    select 1 from ${rules}
    join ${areaDevices} on ${areaDevices.areaId} = ${rules.areaId}
    join ${placements} on ${placements.deviceId} = ${areaDevices.deviceId}
    where ${rules.staffId} = ${staff.id} and ${inArray(placements.siteId, [...siteIds])}
  ) or exists (
    select 1 from ${credentials}
    join ${placements} on ${placements.deviceId} = ${credentials.deviceId}
    where ${credentials.staffId} = ${staff.id} and ${inArray(placements.siteId, [...siteIds])}
  ))`;
}

/** The same as `visitStateOf`, for the database to filter by. */
function isInState(state: VisitState, today: SQL<string>): SQL {
  const over = isOver(today);
  const paused = eq(staff.status, "suspended");
  const coming = sql`coalesce(${staff.firstDay} > ${today}::date, false)`;
  const ending = sql`coalesce(${staff.lastDay} = ${today}::date, false)`;
  switch (state) {
    case "over":
      return over;
    case "paused":
      return sql`(not ${over} and ${paused})`;
    case "coming":
      return sql`(not ${over} and not ${paused} and ${coming})`;
    case "ending":
      return sql`(not ${over} and not ${paused} and not ${coming} and ${ending})`;
    case "here":
      return sql`(not ${over} and not ${paused} and not ${coming} and not ${ending})`;
    default:
      return state satisfies never;
  }
}

function isOver(today: SQL<string>): SQL {
  return sql`(${staff.status} = 'removed' or coalesce(${staff.lastDay} < ${today}::date, false))`;
}

function isAsked(now: Date): SQL {
  return sql`exists (
    select 1 from ${visitExtensions}
    where ${visitExtensions.staffId} = ${staff.id} and ${visitExtensions.answeredAt} is null
      and ${visitExtensions.until} > ${now.toISOString()}
  )`;
}

export function orderOf({ id, desc: descending }: VisitListQuery["sort"], today: SQL<string>): SQL[] {
  const direction = descending ? desc : asc;
  const byName = [asc(sql`${staff.displayName} collate "und-x-icu"`), asc(staff.id)];
  switch (id) {
    case "name":
      return [direction(sql`${staff.displayName} collate "und-x-icu"`), direction(staff.id)];
    case "host":
      return [direction(sql`${host.displayName} collate "und-x-icu"`), ...byName];
    default:
      // What is over is asked for least: below, the latest first.
      return [
        sql`${isOver(today)}`,
        sql`case when ${isOver(today)} then ${staff.lastDay} end desc`,
        direction(staff.lastDay),
        ...byName,
      ];
  }
}
