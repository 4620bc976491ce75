import "server-only";
import { and, asc, desc, eq, inArray, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import type { StatusReason } from "@/lib/access/status";
import type {
  CredentialKind,
  CredentialState,
  DeviceId,
  NukiAuthId,
  StaffId,
  TimeWindow,
} from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { lastChangedAt, proofOf } from "@/lib/changes/last-change";
import { getDb } from "@/lib/db/connection";
import {
  areaDevices,
  areas,
  authorizations,
  type batteryReadings,
  bindings,
  changes,
  credentials,
  type deviceOutages,
  type devices,
  placements,
  staff,
} from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { lastEntriesOfDoor } from "@/lib/entries/queries";
import { nameViewOf, type UseTime, useThrough } from "@/lib/privacy/names";
import { statesOf } from "@/lib/staff/list";
import { reasonOf } from "@/lib/staff/queries";
import { isBound } from "./queries";

export interface DoorCredential {
  readonly staffId: StaffId;
  readonly name: string;
  readonly kind: CredentialKind;
  readonly state: CredentialState;
  readonly reason: StatusReason | null;
  readonly window: TimeWindow | null;
  readonly enabled: boolean;
  /** The authorization on the door that stands for it, by which the log is asked. */
  readonly authId: NukiAuthId | null;
  /** When the door's log last shows it used as it is now. */
  readonly provenAt: UseTime;
  /** It was used, but not since this change of it; null where uses are hidden. */
  readonly unprovenSince: Date | null;
}

export interface DoorQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** One page of what people have at one door, at a site of the actor. */
export async function listDoorCredentials(
  actor: Actor,
  deviceId: DeviceId,
  { q, sort, filters, pageSize, offset }: DoorQuery,
): Promise<{ rows: DoorCredential[]; total: number }> {
  assertMay(actor, "devices:read");
  const groups = (filters.state ?? []).flatMap((group) =>
    group === "active" || group === "pending" || group === "attention" ? [...statesOf[group]] : [],
  );
  // What is switched off is on the door still, and takes its place there.
  const onDoor = or(ne(credentials.state, "removed"), eq(credentials.reason, "suspended"));
  const where = and(
    eq(credentials.deviceId, deviceId),
    groups.length > 0 ? inArray(credentials.state, groups) : onDoor,
    atOwnSites(actor, credentials.deviceId),
    likeWords(sql`lower(${staff.displayName})`, q),
  );
  const db = getDb();
  const [rows, [counted], used, names] = await Promise.all([
    db
      .select({
        staffId: credentials.staffId,
        name: staff.displayName,
        kind: credentials.kind,
        state: credentials.state,
        reason: credentials.reason,
        reasonParams: credentials.reasonParams,
        wish: credentials.wish,
        authId: credentials.authId,
        changedAt: lastChangedAt,
      })
      .from(credentials)
      .innerJoin(staff, eq(staff.id, credentials.staffId))
      .where(where)
      .orderBy(...orderOf(sort))
      .limit(pageSize)
      .offset(offset),
    db
      .select({ total: sql<number>`count(*)`.mapWith(Number) })
      .from(credentials)
      .innerJoin(staff, eq(staff.id, credentials.staffId))
      .where(where),
    lastEntriesOfDoor(actor, deviceId),
    nameViewOf(actor),
  ]);
  return {
    total: counted?.total ?? 0,
    rows: rows.map(({ wish, reason, reasonParams, changedAt, ...row }) => {
      const { provenAt, unprovenSince } = proofOf((row.authId && used.get(row.authId)) || null, changedAt);
      return {
        ...row,
        provenAt: useThrough(names, provenAt),
        unprovenSince: names.hidden ? null : unprovenSince,
        reason: reason === null ? null : reasonOf(reason, reasonParams),
        window: wish?.window ?? null,
        enabled: wish?.enabled ?? false,
      };
    }),
  };
}

function orderOf({ id, desc: descending }: DoorQuery["sort"]): SQL[] {
  const direction = descending ? desc : asc;
  const byName = [
    direction(sql`${staff.displayName} collate "und-x-icu"`),
    direction(staff.id),
    asc(credentials.kind),
  ];
  return id === "state" ? [direction(credentials.state), ...byName] : byName;
}

export interface UnmanagedRow {
  readonly id: string;
  readonly name: string;
  readonly type: number;
  readonly enabled: boolean;
  readonly lastAt: UseTime;
}

/** What is on a door without being ours, as far as it lets people in: app users, fobs and keypad codes. */
export async function listUnmanaged(
  actor: Actor,
  deviceId: DeviceId,
  most = 50,
): Promise<{ rows: UnmanagedRow[]; total: number }> {
  assertMay(actor, "devices:read");
  const where = and(
    eq(authorizations.deviceId, deviceId),
    inArray(authorizations.type, [0, 2, 13]),
    isNull(bindings.id),
    atOwnSites(actor, authorizations.deviceId),
  );
  const db = getDb();
  const [rows, [counted], names] = await Promise.all([
    db
      .select({
        id: authorizations.nukiId,
        name: authorizations.name,
        type: authorizations.type,
        enabled: authorizations.enabled,
        lastAt: authorizations.lastActiveAt,
      })
      .from(authorizations)
      .leftJoin(bindings, isBound)
      .where(where)
      .orderBy(asc(sql`${authorizations.name} collate "und-x-icu"`), asc(authorizations.nukiId))
      .limit(most),
    db
      .select({ total: sql<number>`count(*)`.mapWith(Number) })
      .from(authorizations)
      .leftJoin(bindings, isBound)
      .where(where),
    nameViewOf(actor),
  ]);
  return {
    rows: rows.map((row) => ({ ...row, lastAt: useThrough(names, row.lastAt) })),
    total: counted?.total ?? 0,
  };
}

export interface DoorChange {
  readonly id: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly kind: CredentialKind;
  readonly op: "create" | "update" | "remove";
  readonly state: (typeof changes.$inferSelect)["state"];
  readonly at: Date;
}

/** What was or will be sent to a door, newest first. */
export function listDoorChanges(actor: Actor, deviceId: DeviceId, most = 10): Promise<DoorChange[]> {
  assertMay(actor, "devices:read");
  return getDb()
    .select({
      id: changes.id,
      staffId: changes.staffId,
      name: staff.displayName,
      kind: changes.kind,
      op: changes.op,
      state: changes.state,
      at: changes.createdAt,
    })
    .from(changes)
    .innerJoin(staff, eq(staff.id, changes.staffId))
    .where(and(eq(changes.deviceId, deviceId), atOwnSites(actor, changes.deviceId)))
    .orderBy(desc(changes.createdAt), desc(changes.id))
    .limit(most);
}

/** The areas that a door is in. */
export function listAreasOfDoor(actor: Actor, deviceId: DeviceId): Promise<{ id: string; name: string }[]> {
  assertMay(actor, "devices:read");
  return getDb()
    .select({ id: areas.id, name: areas.name })
    .from(areaDevices)
    .innerJoin(areas, eq(areas.id, areaDevices.areaId))
    .where(and(eq(areaDevices.deviceId, deviceId), atOwnSites(actor, areaDevices.deviceId)))
    .orderBy(asc(areas.name));
}

/** Within a select on what belongs to a device: at the actor's sites only. */
export function atOwnSites(
  actor: Actor,
  column:
    | typeof devices.id
    | typeof credentials.deviceId
    | typeof authorizations.deviceId
    | typeof changes.deviceId
    | typeof areaDevices.deviceId
    | typeof batteryReadings.deviceId
    | typeof deviceOutages.deviceId,
): SQL | undefined {
  if (actor.sites === "all") return undefined;
  return sql`${column} in (
    select ${placements.deviceId} from ${placements} where ${inArray(placements.siteId, [...actor.sites])}
  )`;
}

/** So many people have exactly these windows at a door. */
export interface SharedWindows {
  readonly windows: readonly TimeWindow[];
  readonly people: number;
}

/** The windows that people have at a door by the rules, people with the same ones counted together. */
export async function listWindowsOfDoor(actor: Actor, deviceId: DeviceId): Promise<SharedWindows[]> {
  assertMay(actor, "devices:read");
  const db = getDb();
  const perPerson = db
    .select({
      windows: sql<TimeWindow[]>`jsonb_agg(distinct ${credentials.wish} -> 'window')`.as("windows"),
    })
    .from(credentials)
    .where(
      and(
        eq(credentials.deviceId, deviceId),
        ne(credentials.state, "removed"),
        sql`${credentials.wish} -> 'enabled' = 'true'`,
        sql`jsonb_typeof(${credentials.wish} -> 'window') = 'object'`,
        atOwnSites(actor, credentials.deviceId),
      ),
    )
    .groupBy(credentials.staffId)
    .as("per_person");
  return db
    .select({ windows: perPerson.windows, people: sql<number>`count(*)`.mapWith(Number) })
    .from(perPerson)
    .groupBy(perPerson.windows);
}
