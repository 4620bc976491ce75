import "server-only";
import { and, asc, eq, gte, inArray, isNull, not, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { StaffId, TimeWindow } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  admins,
  areas,
  credentials,
  devices,
  placements,
  rules,
  schedules,
  sites,
  staff,
  visitExtensions,
  visits,
} from "@/lib/db/schema";
import type { StaffKind, StaffLanguage, StaffStatus } from "@/lib/db/tables/intent";
import { officeZone } from "@/lib/imports/office-zone";
import { uuidsOf } from "@/lib/rules/words";
import { detailOf, findPeople, type PersonOption } from "@/lib/staff/find";
import { reasonOf } from "@/lib/staff/queries";
import { localDateOf } from "@/lib/time/zones";
import { notMailed } from "./extension";
import { conditionOf, host, orderOf, todayOf, type VisitListQuery, visible } from "./list";
import { dayOfVisit, isVisitor } from "./record";
import type { Answer } from "./schema";
import { type HostStanding, hostStandingOf, type VisitDoor, type VisitState, visitStateOf } from "./stay";

export interface VisitRow {
  readonly staffId: StaffId;
  readonly name: string;
  readonly company: string;
  readonly kind: StaffKind;
  readonly purpose: string;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly state: VisitState;
  readonly hostId: StaffId;
  readonly hostName: string;
  readonly hostStanding: HostStanding;
  readonly windows: readonly TimeWindow[];
  readonly doors: readonly VisitDoor[];
  /** Doors at sites that are not the actor's where the code still is. */
  readonly elsewhere: number;
  /** The last day that the host was asked for and has not answered. */
  readonly askedFor: string | null;
}

/** One page of the visits that lead to a door at the actor's sites. */
export async function listVisits(
  actor: Actor,
  query: VisitListQuery,
  now = new Date(),
): Promise<{ rows: VisitRow[]; total: number }> {
  assertMay(actor, "visits:read");
  const db = getDb();
  const today = todayOf(now, localDateOf(now.getTime(), await officeZone(db)));
  const where = conditionOf(actor, query, today, now);
  const [rows, [counted]] = await Promise.all([
    db
      .select({ ...columns, today })
      .from(visits)
      .innerJoin(staff, eq(staff.id, visits.staffId))
      .innerJoin(host, eq(host.id, visits.hostId))
      .where(where)
      .orderBy(...orderOf(query.sort, today))
      .limit(query.pageSize)
      .offset(query.offset),
    db
      .select({ total: sql<number>`count(*)`.mapWith(Number) })
      .from(visits)
      .innerJoin(staff, eq(staff.id, visits.staffId))
      .innerJoin(host, eq(host.id, visits.hostId))
      .where(where),
  ]);
  const ids = rows.map((row) => row.staffId);
  const [doors, weeks, asked] = await Promise.all([doorsOf(actor, ids), weeksOf(ids), askedFor(ids, now)]);
  return {
    total: counted?.total ?? 0,
    rows: rows.map(({ today: day, status, hostStatus, hostLastDay, ...row }) => ({
      ...row,
      state: visitStateOf({ ...row, status }, day),
      hostStanding: hostStandingOf({ status: hostStatus, lastDay: hostLastDay }, day),
      windows: weeks.get(row.staffId) ?? [],
      doors: doors.seen.get(row.staffId) ?? [],
      elsewhere: doors.elsewhere.get(row.staffId) ?? 0,
      askedFor: asked.get(row.staffId) ?? null,
    })),
  };
}

const columns = {
  staffId: visits.staffId,
  name: staff.displayName,
  company: staff.department,
  kind: staff.kind,
  status: staff.status,
  purpose: visits.purpose,
  firstDay: staff.firstDay,
  lastDay: staff.lastDay,
  hostId: visits.hostId,
  hostName: host.displayName,
  hostStatus: host.status,
  hostLastDay: host.lastDay,
};

/** What visitors have at doors: those of the actor by name, and of others how many still have something. */
async function doorsOf(actor: Actor, ids: readonly StaffId[]) {
  const seen = new Map<StaffId, VisitDoor[]>();
  const elsewhere = new Map<StaffId, number>();
  if (ids.length === 0) return { seen, elsewhere };
  const rows = await getDb()
    .select({
      staffId: credentials.staffId,
      deviceId: credentials.deviceId,
      kind: credentials.kind,
      doorName: devices.name,
      siteId: sites.id,
      siteName: sites.name,
      timeZone: sites.timeZone,
      state: credentials.state,
      reason: credentials.reason,
      reasonParams: credentials.reasonParams,
    })
    .from(credentials)
    .innerJoin(devices, eq(devices.id, credentials.deviceId))
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(inArray(credentials.staffId, [...ids]))
    .orderBy(asc(sites.name), asc(devices.name), asc(credentials.kind));
  for (const { staffId, siteId, reason, reasonParams, ...row } of rows) {
    if (actor.sites !== "all" && !actor.sites.includes(siteId)) {
      if (row.state !== "removed") elsewhere.set(staffId, (elsewhere.get(staffId) ?? 0) + 1);
      continue;
    }
    const door = { ...row, reason: reason === null ? null : reasonOf(reason, reasonParams) };
    seen.set(staffId, [...(seen.get(staffId) ?? []), door]);
  }
  return { seen, elsewhere };
}

async function weeksOf(ids: readonly StaffId[]): Promise<Map<StaffId, TimeWindow[]>> {
  const weeks = new Map<StaffId, TimeWindow[]>();
  if (ids.length === 0) return weeks;
  const rows = await getDb()
    .select({ staffId: rules.staffId, windows: schedules.windows })
    .from(rules)
    .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
    .where(inArray(rules.staffId, [...ids]));
  for (const { staffId, windows } of rows) {
    if (staffId) weeks.set(staffId, [...(weeks.get(staffId) ?? []), ...windows]);
  }
  return weeks;
}

async function askedFor(ids: readonly StaffId[], now: Date): Promise<Map<StaffId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await getDb()
    .select({ staffId: visitExtensions.staffId, lastDay: visitExtensions.lastDay })
    .from(visitExtensions)
    .where(
      and(
        inArray(visitExtensions.staffId, [...ids]),
        isNull(visitExtensions.answeredAt),
        sql`${visitExtensions.until} > ${now.toISOString()}`,
      ),
    );
  return new Map(rows.map(({ staffId, lastDay }) => [staffId, lastDay]));
}

export interface VisitQuestion {
  readonly id: string;
  readonly hostName: string;
  readonly lastDay: string;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly until: Date;
  readonly state: "open" | "not_mailed" | "lapsed" | "withdrawn" | "answered";
  readonly answer: Answer | null;
  readonly answeredAt: Date | null;
  /** Null: the host's own click. */
  readonly writtenBy: string | null;
  readonly note: string | null;
}

export interface VisitDetail {
  readonly staffId: StaffId;
  readonly firstName: string;
  readonly lastName: string;
  readonly name: string;
  readonly company: string;
  readonly kind: StaffKind;
  readonly language: StaffLanguage;
  readonly purpose: string;
  readonly status: StaffStatus;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly today: string;
  readonly state: VisitState;
  readonly version: string;
  readonly host: { readonly id: StaffId; readonly name: string; readonly detail: string };
  readonly hostStanding: HostStanding;
  readonly hostHasMail: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly endedAt: Date | null;
  readonly rules: readonly VisitRule[];
  readonly questions: readonly VisitQuestion[];
}

export interface VisitRule {
  readonly areaId: string;
  readonly areaName: string;
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly windows: readonly TimeWindow[];
}

/** One visit with everything that its page shows, or null. `id` is as an address has it. */
export async function findVisit(actor: Actor, id: string, now = new Date()): Promise<VisitDetail | null> {
  assertMay(actor, "visits:read");
  const [staffId] = uuidsOf<StaffId>([id]);
  if (!staffId) return null;
  const db = getDb();
  const [row] = await db
    .select({
      ...columns,
      firstName: staff.firstName,
      lastName: staff.lastName,
      language: staff.language,
      updatedAt: staff.updatedAt,
      hostEmail: host.email,
      hostDepartment: host.department,
      createdAt: visits.createdAt,
      createdBy: admins.name,
      endedAt: visits.endedAt,
    })
    .from(visits)
    .innerJoin(staff, eq(staff.id, visits.staffId))
    .innerJoin(host, eq(host.id, visits.hostId))
    .innerJoin(admins, eq(admins.id, visits.createdBy))
    .where(and(eq(visits.staffId, staffId), visible(actor)));
  if (!row) return null;
  const [today, rulesOf, questions] = await Promise.all([
    dayOfVisit(db, staffId, now),
    listRulesOf(staffId),
    listQuestions(staffId, now),
  ]);
  const { hostId, hostName, hostStatus, hostLastDay, hostEmail, hostDepartment, updatedAt, ...rest } = row;
  return {
    ...rest,
    today,
    state: visitStateOf(row, today),
    version: updatedAt.toISOString(),
    host: { id: hostId, name: hostName, detail: detailOf(hostDepartment, hostEmail) },
    hostStanding: hostStandingOf({ status: hostStatus, lastDay: hostLastDay }, today),
    hostHasMail: hostEmail !== null,
    rules: rulesOf,
    questions,
  };
}

function listRulesOf(staffId: StaffId): Promise<VisitRule[]> {
  return getDb()
    .select({
      areaId: rules.areaId,
      areaName: areas.name,
      scheduleId: rules.scheduleId,
      scheduleName: schedules.name,
      windows: schedules.windows,
    })
    .from(rules)
    .innerJoin(areas, eq(areas.id, rules.areaId))
    .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
    .where(eq(rules.staffId, staffId))
    .orderBy(asc(areas.name), asc(schedules.name));
}

async function listQuestions(staffId: StaffId, now: Date): Promise<VisitQuestion[]> {
  const asker = alias(admins, "asker");
  const writer = alias(admins, "writer");
  const rows = await getDb()
    .select({
      id: visitExtensions.id,
      hostName: host.displayName,
      lastDay: visitExtensions.lastDay,
      askedAt: visitExtensions.askedAt,
      askedBy: asker.name,
      until: visitExtensions.until,
      answer: visitExtensions.answer,
      answeredAt: visitExtensions.answeredAt,
      writtenBy: writer.name,
      note: visitExtensions.note,
    })
    .from(visitExtensions)
    .innerJoin(host, eq(host.id, visitExtensions.hostId))
    .innerJoin(asker, eq(asker.id, visitExtensions.askedBy))
    .leftJoin(writer, eq(writer.id, visitExtensions.answeredBy))
    .where(eq(visitExtensions.staffId, staffId))
    .orderBy(sql`${visitExtensions.askedAt} desc`, asc(visitExtensions.id))
    .limit(50);
  return rows.map((row) => {
    const unmailed = row.note === notMailed;
    return { ...row, note: unmailed ? null : row.note, state: stateOfQuestion(row, unmailed, now) };
  });
}

function stateOfQuestion(
  { answer, answeredAt, until }: Pick<VisitQuestion, "answer" | "answeredAt" | "until">,
  unmailed: boolean,
  now: Date,
): VisitQuestion["state"] {
  if (answer !== null) return "answered";
  if (answeredAt !== null) return "withdrawn";
  if (unmailed) return "not_mailed";
  return until <= now ? "lapsed" : "open";
}

/** The first people of whom a search reminds and who may be asked: they work here and are no visitors themselves. */
export async function findHosts(actor: Actor, q: string): Promise<PersonOption[]> {
  const today = localDateOf(Date.now(), await officeZone());
  const isHere = and(eq(staff.status, "active"), or(isNull(staff.lastDay), gte(staff.lastDay, today)));
  return findPeople(actor, "visits:write", q, { where: and(isHere, not(isVisitor)) });
}

/** Hosts of visits, for the filter of the list. */
export async function listHosts(actor: Actor): Promise<{ id: string; name: string }[]> {
  assertMay(actor, "visits:read");
  return getDb()
    .selectDistinct({ id: host.id, name: host.displayName })
    .from(visits)
    .innerJoin(staff, eq(staff.id, visits.staffId))
    .innerJoin(host, eq(host.id, visits.hostId))
    .where(visible(actor))
    .orderBy(asc(host.displayName))
    .limit(200);
}
