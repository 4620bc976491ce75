import "server-only";
import { and, asc, desc, eq, inArray, ne, notInArray, or, sql } from "drizzle-orm";
import type { StatusReason } from "@/lib/access/status";
import type {
  CredentialKind,
  CredentialState,
  DeviceId,
  StaffId,
  TimeWindow,
  WindowOptions,
  Wish,
} from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { lastChangedAt, proofOf } from "@/lib/changes/last-change";
import { getDb, transact } from "@/lib/db/connection";
import {
  admins,
  areaDevices,
  areas,
  auditEvents,
  authorizations,
  changes,
  credentials,
  devices,
  placements,
  rules,
  schedules,
  sites,
  staff,
  staffCodes,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import type { StaffStatus } from "@/lib/db/tables/intent";
import { nameViewOf, type UseTime, useThrough } from "@/lib/privacy/names";
import { openChoices } from "./choice";
import { findRecord, type NamedStaffRecord } from "./record";
import { staffIdSchema } from "./schema";

export interface StaffDetail extends NamedStaffRecord {
  readonly id: StaffId;
  readonly status: StaffStatus;
  readonly hasCode: boolean;
  readonly createdAt: Date;
  readonly removedAt: Date | null;
  readonly teamRules: readonly TeamRule[];
  readonly ruleWindows: ReadonlyMap<string, readonly TimeWindow[]>;
}

export interface TeamRule {
  readonly id: string;
  readonly teamName: string;
  readonly areaName: string;
  readonly scheduleName: string;
  readonly windows: readonly TimeWindow[];
  readonly app: boolean;
  readonly keypad: boolean;
  readonly remote: boolean;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/** One person with teams and rules, or null; `id` may be anything that stands in an address. */
export async function findStaff(actor: Actor, id: string): Promise<StaffDetail | null> {
  assertMay(actor, "staff:read");
  const parsed = staffIdSchema.safeParse(id);
  if (!parsed.success) return null;
  const staffId = parsed.data;
  const db = getDb();
  const record = await findRecord(db, staffId);
  if (!record) return null;
  const [[row], [code], teamRules] = await Promise.all([
    db
      .select({ createdAt: staff.createdAt, removedAt: staff.removedAt })
      .from(staff)
      .where(eq(staff.id, staffId)),
    db
      .select({ id: staffCodes.id })
      .from(staffCodes)
      .where(and(eq(staffCodes.staffId, staffId), sql`${staffCodes.retiredAt} is null`)),
    listTeamRules(staffId),
  ]);
  const scheduleIds = record.rules.map((rule) => rule.scheduleId);
  const weeks = scheduleIds.length
    ? await db
        .select({ id: schedules.id, windows: schedules.windows })
        .from(schedules)
        .where(inArray(schedules.id, scheduleIds))
    : [];
  return {
    ...record,
    id: staffId,
    hasCode: code !== undefined,
    createdAt: row?.createdAt ?? record.updatedAt,
    removedAt: row?.removedAt ?? null,
    teamRules,
    ruleWindows: new Map(weeks.map((week) => [week.id, week.windows])),
  };
}

function listTeamRules(staffId: StaffId): Promise<TeamRule[]> {
  return getDb()
    .select({
      id: rules.id,
      teamName: teams.name,
      areaName: areas.name,
      scheduleName: schedules.name,
      windows: schedules.windows,
      app: rules.app,
      keypad: rules.keypad,
      remote: rules.remote,
      firstDay: rules.firstDay,
      lastDay: rules.lastDay,
    })
    .from(rules)
    .innerJoin(staffTeams, and(eq(staffTeams.teamId, rules.teamId), eq(staffTeams.staffId, staffId)))
    .innerJoin(teams, eq(teams.id, rules.teamId))
    .innerJoin(areas, eq(areas.id, rules.areaId))
    .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
    .orderBy(asc(teams.name), asc(areas.name));
}

/** One credential with its three truths: what the rules want, what Nuki shows, what the door has proven. */
export interface CredentialRow {
  readonly deviceId: DeviceId;
  readonly kind: CredentialKind;
  readonly doorName: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly state: CredentialState;
  readonly reason: StatusReason | null;
  /** Nuki's own words about a failure. */
  readonly message: string | null;
  readonly since: Date;
  readonly confirmedAt: Date | null;
  readonly wanted: Pick<Wish, "window" | "enabled" | "remoteAllowed" | "validFrom" | "validUntil"> | null;
  readonly onNuki: {
    readonly enabled: boolean;
    readonly days: number | null;
    readonly fromMinute: number | null;
    readonly untilMinute: number | null;
    readonly validUntil: Date | null;
  } | null;
  /** When the door's list was read last; null while it never was. */
  readonly readAt: Date | null;
  readonly proven: {
    readonly lastAt: UseTime;
    /** Uses so far; 0 where they are hidden. */
    readonly count: number;
    /** It was used, but not since this change of it; null where uses are hidden. */
    readonly unprovenSince: Date | null;
  };
  /** Windows to choose from where one authorization cannot hold what the rules say. */
  readonly options: WindowOptions | null;
}

/** What a person has door by door, at the actor's sites. */
export async function listCredentials(actor: Actor, staffId: StaffId): Promise<CredentialRow[]> {
  assertMay(actor, "staff:read");
  const rows = await getDb()
    .select({
      deviceId: credentials.deviceId,
      kind: credentials.kind,
      doorName: devices.name,
      siteName: sites.name,
      timeZone: sites.timeZone,
      state: credentials.state,
      reason: credentials.reason,
      reasonParams: credentials.reasonParams,
      message: changes.message,
      since: credentials.since,
      confirmedAt: credentials.confirmedAt,
      wish: credentials.wish,
      authId: authorizations.nukiId,
      enabled: authorizations.enabled,
      days: authorizations.days,
      fromMinute: authorizations.fromMinute,
      untilMinute: authorizations.untilMinute,
      validUntil: authorizations.validUntil,
      readAt: devices.authorizationsSeenAt,
      lastAt: authorizations.lastActiveAt,
      count: authorizations.lockCount,
      changedAt: lastChangedAt,
    })
    .from(credentials)
    .innerJoin(devices, eq(devices.id, credentials.deviceId))
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .leftJoin(
      authorizations,
      and(eq(authorizations.deviceId, credentials.deviceId), eq(authorizations.nukiId, credentials.authId)),
    )
    .leftJoin(
      changes,
      and(
        eq(changes.staffId, credentials.staffId),
        eq(changes.deviceId, credentials.deviceId),
        eq(changes.kind, credentials.kind),
        sql`${changes.closedAt} is null`,
      ),
    )
    .where(
      and(
        eq(credentials.staffId, staffId),
        // A former code that is gone has nothing left to tell; the rotation that set it aside keeps the record.
        or(ne(credentials.kind, "keypad_old"), ne(credentials.state, "removed")),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .orderBy(asc(sites.name), asc(devices.name), asc(credentials.kind));
  const names = await nameViewOf(actor);
  // Reading the whole picture for the choices is only worth it where there is something to choose.
  const asks = rows.some((row) => row.reason === "windows_differ");
  const open = asks ? await transact((tx) => openChoices(tx, staffId, new Date())) : [];
  return rows.map((row) => ({
    deviceId: row.deviceId,
    kind: row.kind,
    doorName: row.doorName,
    siteName: row.siteName,
    timeZone: row.timeZone,
    state: row.state,
    reason: row.reason === null ? null : reasonOf(row.reason, row.reasonParams),
    message: row.message,
    since: row.since,
    confirmedAt: row.confirmedAt,
    wanted: row.wish && wantedOf(row.wish),
    onNuki:
      row.authId === null
        ? null
        : {
            enabled: row.enabled ?? false,
            days: row.days,
            fromMinute: row.fromMinute,
            untilMinute: row.untilMinute,
            validUntil: row.validUntil,
          },
    readAt: row.readAt,
    proven: {
      lastAt: useThrough(names, row.lastAt),
      // A number that goes up with each use leads to the entry of that use as its time would.
      count: names.hidden ? 0 : (row.count ?? 0),
      unprovenSince: names.hidden ? null : proofOf(row.lastAt, row.changedAt).unprovenSince,
    },
    options: open.find((one) => one.deviceId === row.deviceId && one.kind === row.kind)?.options ?? null,
  }));
}

/** Doors at sites that are not the actor's where the person still has something: they count, without their names. */
export async function countDoorsElsewhere(actor: Actor, staffId: StaffId): Promise<number> {
  assertMay(actor, "staff:read");
  if (actor.sites === "all") return 0;
  const [row] = await getDb()
    .select({ count: sql<number>`count(distinct ${credentials.deviceId})`.mapWith(Number) })
    .from(credentials)
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .where(
      and(
        eq(credentials.staffId, staffId),
        ne(credentials.state, "removed"),
        notInArray(placements.siteId, [...actor.sites]),
      ),
    );
  return row?.count ?? 0;
}

/** The stored reason is what `statusOf` said; what was null in it was left out. */
export function reasonOf(
  key: string,
  params: Readonly<Record<string, string | number>> | null,
): StatusReason {
  return { since: null, nextTryAt: null, code: null, ...params, key } as StatusReason;
}

/** Without the hash of the code: it is nobody's business outside of the database. */
function wantedOf({ window, enabled, remoteAllowed, validFrom, validUntil }: Wish): CredentialRow["wanted"] {
  return { window, enabled, remoteAllowed, validFrom, validUntil };
}

export interface HistoryRow {
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  readonly by: string | null;
  /** Which fields an update changed. */
  readonly fields: readonly string[];
}

/** What was decided about a person, newest first. */
export async function listHistory(actor: Actor, staffId: StaffId, most = 20): Promise<HistoryRow[]> {
  assertMay(actor, "staff:read");
  const rows = await getDb()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      type: auditEvents.type,
      by: admins.name,
      detail: auditEvents.detail,
    })
    .from(auditEvents)
    .leftJoin(admins, eq(admins.id, auditEvents.adminId))
    .where(eq(auditEvents.subjectId, staffId))
    .orderBy(desc(auditEvents.id))
    .limit(most);
  return rows.map(({ detail, ...row }) => {
    const { before, after } = detail;
    const isUpdate = before instanceof Object && after instanceof Object;
    return { ...row, fields: isUpdate ? Object.keys(after) : [] };
  });
}

export interface SentRow {
  readonly id: string;
  readonly op: "create" | "update" | "remove";
  readonly kind: CredentialKind;
  readonly state: (typeof changes.$inferSelect)["state"];
  readonly doorName: string;
  readonly timeZone: string;
  readonly message: string | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

/** What was or will be sent to Nuki for a person, newest first, at the actor's sites. */
export async function listSent(actor: Actor, staffId: StaffId, most = 20): Promise<SentRow[]> {
  assertMay(actor, "staff:read");
  return getDb()
    .select({
      id: changes.id,
      op: changes.op,
      kind: changes.kind,
      state: changes.state,
      doorName: devices.name,
      timeZone: sites.timeZone,
      message: changes.message,
      createdAt: changes.createdAt,
      closedAt: changes.closedAt,
    })
    .from(changes)
    .innerJoin(devices, eq(devices.id, changes.deviceId))
    .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        eq(changes.staffId, staffId),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .orderBy(desc(changes.createdAt), asc(devices.name))
    .limit(most);
}

export interface StaffOptions {
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly areas: readonly { readonly id: string; readonly name: string; readonly doors: number }[];
  readonly schedules: readonly {
    readonly id: string;
    readonly name: string;
    readonly windows: readonly TimeWindow[];
  }[];
}

/** What the form offers to choose from. */
export async function getStaffOptions(actor: Actor): Promise<StaffOptions> {
  assertMay(actor, "staff:read");
  const db = getDb();
  const [teamRows, areaRows, scheduleRows] = await Promise.all([
    listTeamOptions(actor),
    db
      .select({
        id: areas.id,
        name: areas.name,
        doors: sql<number>`count(${areaDevices.deviceId})`.mapWith(Number),
      })
      .from(areas)
      .leftJoin(areaDevices, eq(areaDevices.areaId, areas.id))
      .groupBy(areas.id)
      .orderBy(asc(areas.name)),
    db
      .select({ id: schedules.id, name: schedules.name, windows: schedules.windows })
      .from(schedules)
      .orderBy(asc(schedules.name)),
  ]);
  return { teams: teamRows, areas: areaRows, schedules: scheduleRows };
}

export async function listTeamOptions(actor: Actor): Promise<{ id: string; name: string }[]> {
  assertMay(actor, "staff:read");
  return getDb().select({ id: teams.id, name: teams.name }).from(teams).orderBy(asc(teams.name));
}
