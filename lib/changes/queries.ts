import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type {
  ChangeState,
  CredentialKind,
  DeviceId,
  SiteId,
  StaffId,
  TimeWindow,
  Wish,
} from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  authorizations,
  type ChangeOp,
  changes,
  credentials,
  devices,
  placements,
  sites,
  staff,
} from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { type Day, isClosedToday } from "@/lib/overview/day";
import type { Weekdays } from "@/lib/time/weekdays";
import { reachOf } from "./picture";
import { blockReasons, type ChangeTab, changeOps, closedStates, openStates, retryableStates } from "./schema";

/** What the list's address asks for. */
export interface ChangeQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

interface Place {
  readonly staffId: StaffId;
  readonly staffName: string;
  readonly deviceId: DeviceId;
  readonly doorName: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly kind: CredentialKind;
}

export interface ChangeListRow extends Place {
  readonly id: string;
  readonly op: ChangeOp;
  readonly state: ChangeState;
  /** An error code or a wait reason; `message` has Nuki's own words. */
  readonly reason: string | null;
  readonly message: string | null;
  readonly attempts: number;
  readonly nextTryAt: Date | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly offlineSince: Date | null;
  readonly wanted: Pick<Wish, "window" | "enabled" | "validFrom" | "validUntil"> | null;
  /** What the door shows today; null where there is nothing, or nothing that lets anybody in. */
  readonly before: TimeWindow | null;
  readonly retryable: boolean;
}

const placeColumns = {
  staffName: staff.displayName,
  doorName: devices.name,
  siteName: sites.name,
  timeZone: sites.timeZone,
};

/** One page of the changes of a view, at the actor's sites, and how many there are. */
export async function listChanges(
  actor: Actor,
  tab: Exclude<ChangeTab, "blocked">,
  query: ChangeQuery,
  day: Day,
): Promise<{ rows: ChangeListRow[]; total: number }> {
  assertMay(actor, "changes:read");
  const where = and(inTab(tab), atSites(actor), changeCondition(query, day));
  const counted = () =>
    getDb()
      .select({ total: sql<number>`count(*)`.mapWith(Number) })
      .from(changes)
      .innerJoin(staff, eq(staff.id, changes.staffId))
      .innerJoin(devices, eq(devices.id, changes.deviceId))
      .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
      .where(where);
  const [rows, [count]] = await Promise.all([
    getDb()
      .select({ change: changes, device: devices, auth: authorizations, ...placeColumns })
      .from(changes)
      .innerJoin(staff, eq(staff.id, changes.staffId))
      .innerJoin(devices, eq(devices.id, changes.deviceId))
      .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
      .innerJoin(sites, eq(sites.id, placements.siteId))
      .leftJoin(
        authorizations,
        and(eq(authorizations.deviceId, changes.deviceId), eq(authorizations.nukiId, changes.authId)),
      )
      .where(where)
      .orderBy(...changeOrder(tab, query.sort))
      .limit(query.pageSize)
      .offset(query.offset),
    counted(),
  ]);
  return {
    total: count?.total ?? 0,
    rows: rows.map(({ change, device, auth, ...place }) => ({
      ...place,
      id: change.id,
      staffId: change.staffId,
      deviceId: change.deviceId,
      kind: change.kind,
      op: change.op,
      state: change.state,
      reason: change.reason,
      message: change.message,
      attempts: change.attempts,
      nextTryAt: change.nextTryAt,
      createdAt: change.createdAt,
      closedAt: change.closedAt,
      offlineSince: reachOf(device) === "offline" ? (device.offlineSince ?? device.missingSince) : null,
      wanted: change.wish && wantedOf(change.wish),
      before: auth?.enabled ? windowOf(auth) : null,
      retryable:
        change.closedAt === null &&
        !change.inFlight &&
        (retryableStates as readonly ChangeState[]).includes(change.state),
    })),
  };
}

/** Without the hash of the code: it is nobody's business outside of the database. */
function wantedOf({ window, enabled, validFrom, validUntil }: Wish): ChangeListRow["wanted"] {
  return { window, enabled, validFrom, validUntil };
}

/** What Nuki leaves out means the whole week. */
function windowOf(auth: typeof authorizations.$inferSelect): TimeWindow {
  return {
    days: (auth.days ?? 127) as Weekdays,
    fromMinute: auth.fromMinute ?? 0,
    untilMinute: auth.untilMinute || 1440,
  };
}

export interface BlockedRow extends Place {
  readonly reason: (typeof blockReasons)[number];
  readonly since: Date;
}

/** Credentials that the rules want and that cannot be made, at the actor's sites. */
export async function listBlocked(
  actor: Actor,
  query: ChangeQuery,
): Promise<{ rows: BlockedRow[]; total: number }> {
  assertMay(actor, "changes:read");
  const { filters, sort } = query;
  const where = and(
    isBlocked(known(blockReasons, filters.reason)),
    atSites(actor),
    placeCondition(query, { staffId: credentials.staffId, deviceId: credentials.deviceId }),
  );
  const direction = sort.desc ? desc : asc;
  const byPerson = [inWords(staff.displayName), inWords(devices.name), credentials.kind];
  const order = { door: [inWords(devices.name), ...byPerson], since: [credentials.since, ...byPerson] };
  const chosen = sort.id === "door" || sort.id === "since" ? order[sort.id] : byPerson;
  const [rows, [count]] = await Promise.all([
    getDb()
      .select({
        staffId: credentials.staffId,
        deviceId: credentials.deviceId,
        kind: credentials.kind,
        reason: sql<BlockedRow["reason"]>`${credentials.reason}`,
        since: credentials.since,
        ...placeColumns,
      })
      .from(credentials)
      .innerJoin(staff, eq(staff.id, credentials.staffId))
      .innerJoin(devices, eq(devices.id, credentials.deviceId))
      .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
      .innerJoin(sites, eq(sites.id, placements.siteId))
      .where(where)
      .orderBy(...chosen.map((column) => direction(column)))
      .limit(query.pageSize)
      .offset(query.offset),
    getDb()
      .select({ total: sql<number>`count(*)`.mapWith(Number) })
      .from(credentials)
      .innerJoin(staff, eq(staff.id, credentials.staffId))
      .innerJoin(devices, eq(devices.id, credentials.deviceId))
      .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
      .where(where),
  ]);
  return { rows, total: count?.total ?? 0 };
}

/** Blocked, and not merely a change that somebody has to look at. */
export function isBlocked(reasons: readonly (typeof blockReasons)[number][] = []): SQL | undefined {
  return and(
    eq(credentials.state, "needs_review"),
    inArray(credentials.reason, reasons.length > 0 ? [...reasons] : [...blockReasons]),
  );
}

export type TabCounts = Readonly<Record<Exclude<ChangeTab, "history">, number>>;

/** How many rows each view has; `siteIds` narrows them as the address does. */
export async function countTabs(actor: Actor, siteIds: readonly string[]): Promise<TabCounts> {
  assertMay(actor, "changes:read");
  const db = getDb();
  const where = and(atSites(actor), ofSites(siteIds));
  const count = (state: ChangeState) =>
    sql<number>`count(*) filter (where ${changes.state} = ${state})`.mapWith(Number);
  const [[figures], [blocked]] = await Promise.all([
    db
      .select({
        open: sql<number>`count(*)`.mapWith(Number),
        waiting: count("waiting"),
        failed: count("failed"),
        needs_review: count("needs_review"),
      })
      .from(changes)
      .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
      .where(and(isNull(changes.closedAt), where)),
    db
      .select({ total: sql<number>`count(*)`.mapWith(Number) })
      .from(credentials)
      .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
      .where(and(isBlocked(), where)),
  ]);
  return {
    ...(figures ?? { open: 0, waiting: 0, failed: 0, needs_review: 0 }),
    blocked: blocked?.total ?? 0,
  };
}

export interface WaitingDoor {
  readonly deviceId: DeviceId;
  readonly doorName: string;
  readonly timeZone: string;
  readonly count: number;
  readonly reach: "online" | "offline" | "reconnect" | "pin_invalid";
  readonly offlineSince: Date | null;
}

/** Doors for which something waits, the longest queue first. */
export async function listWaitingDoors(actor: Actor, siteIds: readonly string[]): Promise<WaitingDoor[]> {
  assertMay(actor, "changes:read");
  const waiting = sql<number>`count(*)`.mapWith(Number);
  const rows = await getDb()
    .select({ device: devices, timeZone: sites.timeZone, count: waiting })
    .from(changes)
    .innerJoin(devices, eq(devices.id, changes.deviceId))
    .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(and(eq(changes.state, "waiting"), isNull(changes.closedAt), atSites(actor), ofSites(siteIds)))
    .groupBy(devices.id, sites.timeZone)
    .orderBy(desc(waiting), asc(devices.name));
  return rows.map(({ device, timeZone, count }) => ({
    deviceId: device.id,
    doorName: device.name,
    timeZone,
    count,
    reach: reachOf(device),
    offlineSince: device.offlineSince ?? device.missingSince,
  }));
}

export interface ChangeFilterOptions {
  readonly doors: readonly { readonly id: string; readonly name: string }[];
  /** Only the people whom the address names: all of them would be too many to choose from. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

export async function getChangeFilters(
  actor: Actor,
  personIds: readonly string[],
): Promise<ChangeFilterOptions> {
  assertMay(actor, "changes:read");
  const db = getDb();
  const ids = uuids<StaffId>(personIds);
  const [doors, people] = await Promise.all([
    db
      .select({ id: devices.id, name: devices.name })
      .from(devices)
      .innerJoin(placements, eq(placements.deviceId, devices.id))
      .where(atSites(actor))
      .orderBy(asc(inWords(devices.name))),
    ids.length === 0
      ? []
      : db.select({ id: staff.id, name: staff.displayName }).from(staff).where(inArray(staff.id, ids)),
  ]);
  return { doors, people };
}

/** People who left, or whose last day has passed. */
export function isLeaver(today: string): SQL {
  return sql`(${staff.status} = 'removed' or ${staff.lastDay} < ${today})`;
}

function inTab(tab: Exclude<ChangeTab, "blocked">): SQL | undefined {
  switch (tab) {
    case "open":
      return isNull(changes.closedAt);
    case "history":
      return isNotNull(changes.closedAt);
    case "waiting":
    case "failed":
    case "needs_review":
      return and(isNull(changes.closedAt), eq(changes.state, tab));
    default:
      return tab satisfies never;
  }
}

/** A list that is cut to no site at all shows nothing, never everything. */
function atSites(actor: Actor): SQL | undefined {
  return actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]);
}

function ofSites(siteIds: readonly string[] | undefined): SQL | undefined {
  const ids = uuids<SiteId>(siteIds);
  return ids.length > 0 ? inArray(placements.siteId, ids) : undefined;
}

function changeCondition(query: ChangeQuery, day: Day): SQL | undefined {
  const { filters } = query;
  const states = known([...openStates, ...closedStates], filters.state);
  const ops = known(changeOps, filters.op);
  return and(
    states.length > 0 ? inArray(changes.state, states) : undefined,
    ops.length > 0 ? inArray(changes.op, ops) : undefined,
    filters.who?.includes("leavers") ? isLeaver(day.today) : undefined,
    filters.when?.includes("today") ? isClosedToday(day) : undefined,
    placeCondition(query, { staffId: changes.staffId, deviceId: changes.deviceId }),
  );
}

function placeCondition(
  { q, filters }: ChangeQuery,
  columns: { staffId: AnyPgColumn; deviceId: AnyPgColumn },
): SQL | undefined {
  const doorIds = uuids<DeviceId>(filters.door);
  const staffIds = uuids<StaffId>(filters.person);
  return and(
    ofSites(filters.site),
    doorIds.length > 0 ? inArray(columns.deviceId, doorIds) : undefined,
    staffIds.length > 0 ? inArray(columns.staffId, staffIds) : undefined,
    likeWords(sql`lower(${staff.displayName} || ' ' || ${devices.name})`, q),
  );
}

function changeOrder(tab: ChangeTab, { id, desc: descending }: ChangeQuery["sort"]): SQL[] {
  const direction = descending ? desc : asc;
  // In the history "since" is when it ended: that is what one looks for there.
  const since = tab === "history" ? changes.closedAt : changes.createdAt;
  const ties = [direction(since), direction(changes.id)];
  switch (id) {
    case "person":
      return [direction(inWords(staff.displayName)), ...ties];
    case "door":
      return [direction(inWords(devices.name)), ...ties];
    case "next":
      return [sql`${changes.nextTryAt} is null`, direction(changes.nextTryAt), ...ties];
    case "attempts":
      return [direction(changes.attempts), ...ties];
    default:
      return ties;
  }
}

function inWords(column: AnyPgColumn): SQL {
  return sql`${column} collate "und-x-icu"`;
}

function known<const T extends string>(values: readonly T[], asked: readonly string[] | undefined): T[] {
  return values.filter((value) => asked?.includes(value));
}

/** What does not look like an id cannot match, and would be an error to the database. */
function uuids<T extends string>(asked: readonly string[] | undefined): T[] {
  return (asked ?? []).filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) as T[];
}
