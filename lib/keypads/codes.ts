import "server-only";
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import type { StatusReason } from "@/lib/access/status";
import type { CredentialState, DeviceId, NukiAuthId, StaffId, TimeWindow } from "@/lib/access/types";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { arrayOf } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import {
  authorizations,
  bindings,
  credentials,
  devices,
  imports,
  placements,
  staff,
  staffCodes,
} from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { isBound } from "@/lib/devices/queries";
import { lastEntriesOfDoor } from "@/lib/entries/queries";
import { nameViewOf, type UseTime, useThrough } from "@/lib/privacy/names";
import { reasonOf } from "@/lib/staff/queries";
import type { Weekdays } from "@/lib/time/weekdays";
import type { KeypadListQuery } from "./queries";
import { type Standing, standings } from "./schema";
import { isForeignCode, ofBinding, standingOf } from "./standing";

/** One code on a keypad; its digits are nowhere in it. */
export interface KeypadCode {
  readonly authId: NukiAuthId;
  /** The name that it has on the keypad. */
  readonly name: string;
  readonly standing: Standing;
  /** Whose it is, by its binding. */
  readonly owner: { readonly id: StaffId; readonly name: string } | null;
  /** It is the owner's former code, which a rotation set aside: on its way out, still open as long as it stands here. */
  readonly isFormer: boolean;
  readonly state: CredentialState | null;
  readonly reason: StatusReason | null;
  /** When it opens; null: at any time. */
  readonly window: TimeWindow | null;
  readonly validFrom: Date | null;
  readonly validUntil: Date | null;
  readonly enabled: boolean;
  readonly lastUse: UseTime;
  /** Of what is not ours: who has the same digits here, and at which other doors they are. */
  readonly sameDigits: {
    readonly owner: { readonly id: StaffId; readonly name: string } | null;
    readonly doors: readonly string[];
  };
}

/** One page of the codes on a keypad at a site of the actor. */
export async function listCodes(
  actor: Actor,
  deviceId: DeviceId,
  { q, sort, filters, pageSize, offset }: KeypadListQuery,
  now: Date,
): Promise<{ rows: KeypadCode[]; total: number }> {
  assertMay(actor, "devices:read");
  assertMay(actor, "staff:read");
  const standing = standingOf(now);
  const asked = standings.filter((item) => filters.standing?.includes(item));
  const where = and(
    eq(authorizations.deviceId, deviceId),
    eq(authorizations.type, 13),
    asked.length > 0 ? inArray(standing, asked) : undefined,
    atOwnSites(actor),
    likeWords(sql`lower(${authorizations.name} || ' ' || coalesce(${staff.displayName}, ''))`, q),
  );
  const db = getDb();
  const names = await nameViewOf(actor);
  const [rows, [counted], used] = await Promise.all([
    db
      .select({
        authId: authorizations.nukiId,
        name: authorizations.name,
        standing,
        ownerId: staff.id,
        ownerName: staff.displayName,
        kind: bindings.kind,
        state: credentials.state,
        reason: credentials.reason,
        reasonParams: credentials.reasonParams,
        days: authorizations.days,
        fromMinute: authorizations.fromMinute,
        untilMinute: authorizations.untilMinute,
        validFrom: authorizations.validFrom,
        validUntil: authorizations.validUntil,
        enabled: authorizations.enabled,
        lastActiveAt: authorizations.lastActiveAt,
        codeHash: authorizations.codeHash,
      })
      .from(authorizations)
      .leftJoin(bindings, isBound)
      .leftJoin(credentials, ofBinding)
      .leftJoin(staff, eq(staff.id, bindings.staffId))
      .where(where)
      .orderBy(...orderOf(names.hidden && sort.id === "used" ? { ...sort, id: "name" } : sort, standing))
      .limit(pageSize)
      .offset(offset),
    db
      .select({ total: sql<number>`count(*)::int` })
      .from(authorizations)
      .leftJoin(bindings, isBound)
      .leftJoin(credentials, ofBinding)
      .leftJoin(staff, eq(staff.id, bindings.staffId))
      .where(where),
    lastEntriesOfDoor(actor, deviceId),
  ]);
  const foreign = rows.flatMap(({ ownerId, codeHash }) => (ownerId === null && codeHash ? [codeHash] : []));
  const same = await findSameDigits(actor, deviceId, foreign);
  return {
    total: counted?.total ?? 0,
    rows: rows.map((row) => ({
      authId: row.authId,
      name: row.name,
      standing: row.standing,
      owner: row.ownerId && row.ownerName ? { id: row.ownerId, name: row.ownerName } : null,
      isFormer: row.kind === "keypad_old",
      state: row.state,
      reason: row.reason === null ? null : reasonOf(row.reason, row.reasonParams),
      window: windowOf(row),
      validFrom: row.validFrom,
      validUntil: row.validUntil,
      enabled: row.enabled,
      lastUse: useThrough(names, latest(row.lastActiveAt, used.get(row.authId) ?? null)),
      sameDigits: {
        owner: (row.codeHash && same.owners.get(row.codeHash)) || null,
        doors: (row.codeHash && same.doors.get(row.codeHash)) || [],
      },
    })),
  };
}

/** What Nuki leaves out means the whole week; then there is nothing to draw. */
function windowOf(row: {
  days: number | null;
  fromMinute: number | null;
  untilMinute: number | null;
}): TimeWindow | null {
  if (row.days === null && row.fromMinute === null && row.untilMinute === null) return null;
  return {
    days: (row.days ?? 127) as Weekdays,
    fromMinute: row.fromMinute ?? 0,
    untilMinute: row.untilMinute || 1440,
  };
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** Equal digits are told by their keyed hash: nothing is opened for that. */
async function findSameDigits(actor: Actor, deviceId: DeviceId, hashes: readonly string[]) {
  if (hashes.length === 0) return { owners: new Map(), doors: new Map() } as SameDigits;
  const db = getDb();
  const [owners, elsewhere] = await Promise.all([
    db
      .select({ hash: staffCodes.codeHash, id: staff.id, name: staff.displayName })
      .from(staffCodes)
      .innerJoin(staff, eq(staff.id, staffCodes.staffId))
      .where(and(inArray(staffCodes.codeHash, [...hashes]), isNull(staffCodes.retiredAt))),
    db
      .select({ hash: authorizations.codeHash, door: devices.name })
      .from(authorizations)
      .innerJoin(devices, eq(devices.id, authorizations.deviceId))
      .leftJoin(bindings, isBound)
      .where(
        and(
          isForeignCode,
          ne(authorizations.deviceId, deviceId),
          inArray(authorizations.codeHash, [...hashes]),
          atOwnSites(actor),
        ),
      )
      .orderBy(asc(devices.name)),
  ]);
  const found: SameDigits = { owners: new Map(), doors: new Map() };
  for (const { hash, ...owner } of owners) found.owners.set(hash, owner);
  for (const { hash, door } of elsewhere)
    if (hash) found.doors.set(hash, [...(found.doors.get(hash) ?? []), door]);
  return found;
}

interface SameDigits {
  readonly owners: Map<string, { id: StaffId; name: string }>;
  readonly doors: Map<string, string[]>;
}

/** What will need or free places on this keypad besides what is under way already. */
export interface KeypadOutlook {
  /** Wanted by the rules and blocked, since there is no room. */
  readonly blocked: number;
  /** Codes of ours that are on it already and begin on a later day. */
  readonly beginLater: number;
  /** Codes that end within thirty days. */
  readonly endSoon: number;
  /** Imports that nobody has confirmed, or that stand still: their plans tell how full each keypad gets. */
  readonly imports: readonly { readonly id: string; readonly fileName: string; readonly rows: number }[];
}

const soonMs = 30 * 86_400_000;
const mostImports = 3;
/** A draft that nobody went on with for so long is no plan any more. */
const forgottenAfterMs = 14 * 86_400_000;

export async function getOutlook(actor: Actor, deviceId: DeviceId, now: Date): Promise<KeypadOutlook> {
  assertMay(actor, "devices:read");
  const db = getDb();
  const soon = new Date(now.getTime() + soonMs);
  const onKeypad = and(eq(authorizations.deviceId, deviceId), eq(authorizations.type, 13), atOwnSites(actor));
  const [blocked, beginLater, endSoon, waiting] = await Promise.all([
    db.$count(
      credentials,
      and(
        eq(credentials.deviceId, deviceId),
        eq(credentials.kind, "keypad"),
        eq(credentials.reason, "capacity"),
        atOwnSites(actor, credentials.deviceId),
      ),
    ),
    db.$count(authorizations, and(onKeypad, gt(authorizations.validFrom, now))),
    db.$count(
      authorizations,
      and(
        onKeypad,
        isNotNull(authorizations.days),
        gt(authorizations.validUntil, now),
        lt(authorizations.validUntil, soon),
      ),
    ),
    may(actor, "import:run") ? listWaitingImports(now) : [],
  ]);
  return { blocked, beginLater, endSoon, imports: waiting };
}

function listWaitingImports(now: Date): Promise<{ id: string; fileName: string; rows: number }[]> {
  return getDb()
    .select({
      id: imports.id,
      fileName: imports.fileName,
      rows: sql<number>`${imports.rowsTotal} - ${imports.rowsDone}`,
    })
    .from(imports)
    .where(
      and(
        inArray(imports.state, ["draft", "queued", "running", "paused"]),
        gt(imports.uploadedAt, new Date(now.getTime() - forgottenAfterMs)),
      ),
    )
    .orderBy(desc(imports.uploadedAt), desc(imports.id))
    .limit(mostImports);
}

function atOwnSites(
  actor: Actor,
  deviceId: typeof authorizations.deviceId | typeof credentials.deviceId = authorizations.deviceId,
): SQL | undefined {
  if (actor.sites === "all") return undefined;
  return inArray(
    deviceId,
    getDb()
      .select({ id: placements.deviceId })
      .from(placements)
      .where(inArray(placements.siteId, [...actor.sites])),
  );
}

/** What needs somebody comes first: past its day, not ours, under way, ours. */
const standingOrder = [
  "expired",
  "expired_unmanaged",
  "unmanaged",
  "pending",
  "ours",
] as const satisfies Standing[];

function orderOf({ id, desc: descending }: KeypadListQuery["sort"], standing: SQL<Standing>): SQL[] {
  const direction = descending ? desc : asc;
  const byName = [
    direction(sql`coalesce(${staff.displayName}, ${authorizations.name}) collate "und-x-icu"`),
    asc(authorizations.nukiId),
  ];
  const rank = sql`array_position(${arrayOf(standingOrder, "text")}, ${standing})`;
  switch (id) {
    case "name":
      return byName;
    case "until":
      return [sql`${authorizations.validUntil} is null`, direction(authorizations.validUntil), ...byName];
    case "used":
      return [sql`${authorizations.lastActiveAt} is null`, direction(authorizations.lastActiveAt), ...byName];
    default:
      return [direction(rank), ...byName];
  }
}
