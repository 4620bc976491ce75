import "server-only";
import {
  and,
  asc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  notInArray,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { CredentialKind, DeviceId, Instant, NukiAuthId, StaffId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { authorizationLives, credentialLives, entries, type LifeRule, staff } from "@/lib/db/schema";
import { nameViewOf } from "@/lib/privacy/names";
import { endOfDay, localDateOf, startOfDay } from "@/lib/time/zones";
import { type Certainty, type Content, certaintyAt, type Gate, gateAt, type Life } from "./answer";
import type { PastDoor } from "./doors";

/** What the rules said of it: unmanaged things have none, and before they were recorded nobody knows. */
export type ByRule = "unmanaged" | "unknown" | "none" | readonly LifeRule[];

/** Whether it was used on that day; null: not, as far as the log tells. */
export type Used = { readonly count: number; readonly firstAt: Instant } | "hidden" | "not_kept" | null;

export interface PastRow extends Content {
  readonly id: string;
  readonly door: PastDoor;
  readonly staffId: StaffId | null;
  /** What the person was called then, or what stood on the authorization that was nobody's. */
  readonly name: string;
  /** What the person is called today, where that is something else. */
  readonly nameNow: string | null;
  /** Nobody knew whose it was then; later it was found to be this person's. */
  readonly later: { readonly staffId: StaffId; readonly person: string } | null;
  readonly kind: CredentialKind | null;
  /** Nuki's number of what it is; null for what was not on the door. */
  readonly type: number | null;
  readonly authId: NukiAuthId | null;
  readonly remoteAllowed: boolean;
  readonly gate: Gate;
  /** Null: the rules wanted it, and it was not on the door. */
  readonly certainty: Certainty | null;
  readonly rules: ByRule;
  /** Since when it was like this: it came after the one, and was there at the other. */
  readonly since: { readonly after: Instant | null; readonly at: Instant };
  readonly used: Used;
}

/** Bridges, and keypads themselves, open to nobody. */
export const infrastructure = [1, 3];

export interface LifeRow extends Life {
  readonly nameNow: string | null;
}

const lifeColumns = {
  id: authorizationLives.id,
  deviceId: authorizationLives.deviceId,
  authId: authorizationLives.authId,
  type: authorizationLives.type,
  name: authorizationLives.name,
  staffId: authorizationLives.staffId,
  person: authorizationLives.person,
  kind: authorizationLives.kind,
  enabled: authorizationLives.enabled,
  remoteAllowed: authorizationLives.remoteAllowed,
  days: authorizationLives.days,
  fromMinute: authorizationLives.fromMinute,
  untilMinute: authorizationLives.untilMinute,
  validFrom: authorizationLives.validFrom,
  validUntil: authorizationLives.validUntil,
  notBefore: authorizationLives.notBefore,
  fromAt: authorizationLives.fromAt,
  lastSeenAt: authorizationLives.lastSeenAt,
  untilAt: authorizationLives.untilAt,
  nameNow: staff.displayName,
};

/** Lives of what can open doors, the newest first. */
export async function readLives(condition: SQL | undefined, most?: number): Promise<LifeRow[]> {
  const query = getDb()
    .select(lifeColumns)
    .from(authorizationLives)
    .leftJoin(staff, eq(staff.id, authorizationLives.staffId))
    .where(and(notInArray(authorizationLives.type, infrastructure), condition))
    .orderBy(sql`${authorizationLives.fromAt} desc`, sql`${authorizationLives.id} desc`)
    .$dynamic();
  const rows = await (most === undefined ? query : query.limit(most));
  return rows.map((row) => ({
    ...row,
    validFrom: row.validFrom?.getTime() ?? null,
    validUntil: row.validUntil?.getTime() ?? null,
    notBefore: row.notBefore?.getTime() ?? null,
    fromAt: row.fromAt.getTime(),
    lastSeenAt: row.lastSeenAt?.getTime() ?? null,
    untilAt: row.untilAt?.getTime() ?? null,
  }));
}

/** Those that were there at a moment, or may have been. */
export function livesAt(at: Instant, condition: SQL | undefined): Promise<LifeRow[]> {
  const { notBefore, fromAt, untilAt } = authorizationLives;
  const moment = new Date(at);
  return readLives(
    and(
      condition,
      or(isNull(untilAt), gt(untilAt, moment)),
      or(lte(fromAt, moment), isNull(notBefore), lt(notBefore, moment)),
    ),
  );
}

/** What the rules wanted at a moment. */
export function wantedAt(at: Instant, condition: SQL | undefined) {
  const moment = new Date(at);
  return getDb()
    .select({ wanted: credentialLives, name: staff.displayName })
    .from(credentialLives)
    .innerJoin(staff, eq(staff.id, credentialLives.staffId))
    .where(
      and(
        condition,
        lte(credentialLives.fromAt, moment),
        or(isNull(credentialLives.untilAt), gt(credentialLives.untilAt, moment)),
      ),
    )
    .orderBy(asc(credentialLives.id));
}

type Wanted = Awaited<ReturnType<typeof wantedAt>>[number];

/** Nuki's list and the rules beside each other, at these doors and at one moment. */
export async function rowsOf(
  actor: Actor,
  at: Instant,
  doors: readonly PastDoor[],
  { lives, wanted }: { lives: readonly LifeRow[]; wanted: readonly Wanted[] },
): Promise<PastRow[]> {
  const doorOf = new Map(doors.map((door) => [door.id, door]));
  const [used, laterOf] = await Promise.all([usedOn(actor, at, doors, lives), ownersAfter(at, lives)]);
  const wish = new Map(wanted.map((row) => [keyOf(row.wanted), row.wanted]));
  const onDoor = lives.flatMap((life): PastRow[] => {
    const door = doorOf.get(life.deviceId);
    const certainty = door && certaintyAt(life, at, door.readAt);
    if (!door || !certainty) return [];
    const {
      id: _id,
      deviceId: _deviceId,
      name,
      person,
      notBefore,
      fromAt,
      lastSeenAt: _l,
      untilAt: _u,
      ...rest
    } = life;
    return [
      {
        ...rest,
        id: `life-${life.id}`,
        door,
        name: person ?? name,
        nameNow: life.nameNow === person ? null : life.nameNow,
        later: laterOf.get(authKey(life)) ?? null,
        gate: gateAt(life, at, door.clock),
        certainty,
        rules: rulesOf(life, wish, door.rulesKnownFrom !== null && door.rulesKnownFrom <= at),
        since: { after: notBefore, at: fromAt },
        used: used.get(authKey(life)) ?? usedElse(used, door),
      },
    ];
  });
  const there = new Set(onDoor.map((row) => keyOf({ ...row, deviceId: row.door.id })));
  const missing = wanted.flatMap(({ wanted: want, name }): PastRow[] => {
    const door = doorOf.get(want.deviceId);
    if (!door || there.has(keyOf(want))) return [];
    const content = {
      ...{
        enabled: want.enabled,
        days: want.days,
        fromMinute: want.fromMinute,
        untilMinute: want.untilMinute,
      },
      validFrom: want.validFrom?.getTime() ?? null,
      validUntil: want.validUntil?.getTime() ?? null,
    };
    // Switched off, or not yet: nothing was missed.
    const gate = gateAt(content, at, door.clock);
    if (gate === "off" || gate === "not_yet" || gate === "over") return [];
    return [
      {
        ...content,
        id: `wish-${want.id}`,
        door,
        ...{ staffId: want.staffId, name, nameNow: null, later: null, kind: want.kind },
        ...{ type: null, authId: null, remoteAllowed: want.remoteAllowed, gate, certainty: null },
        rules: want.rules,
        since: { after: null, at: want.fromAt.getTime() },
        used: null,
      },
    ];
  });
  return [...onDoor, ...missing];
}

function rulesOf(
  life: LifeRow,
  wish: ReadonlyMap<string, typeof credentialLives.$inferSelect>,
  areKnown: boolean,
): ByRule {
  if (life.kind === null) return "unmanaged";
  const wanted = wish.get(keyOf(life));
  if (wanted) return wanted.rules;
  return areKnown && life.staffId !== null ? "none" : "unknown";
}

function keyOf(row: { staffId: StaffId | null; deviceId: DeviceId; kind: CredentialKind | null }): string {
  return `${row.staffId} ${row.deviceId} ${row.kind}`;
}

function authKey({ deviceId, authId }: { deviceId: DeviceId; authId: string }): string {
  return `${deviceId} ${authId}`;
}

/** Who was found to own what was nobody's at that moment: the first one after it. */
async function ownersAfter(
  at: Instant,
  lives: readonly LifeRow[],
): Promise<Map<string, { staffId: StaffId; person: string }>> {
  const nobodys = lives.filter((life) => life.staffId === null);
  if (nobodys.length === 0) return new Map();
  const { deviceId, authId, staffId, person, fromAt } = authorizationLives;
  const rows = await getDb()
    .selectDistinctOn([deviceId, authId], { deviceId, authId, staffId, person, now: staff.displayName })
    .from(authorizationLives)
    .innerJoin(staff, eq(staff.id, staffId))
    .where(
      and(
        inArray(deviceId, [...new Set(nobodys.map((life) => life.deviceId))]),
        inArray(authId, [...new Set(nobodys.map((life) => life.authId))]),
        isNotNull(staffId),
        gt(fromAt, new Date(at)),
      ),
    )
    .orderBy(deviceId, authId, fromAt);
  return new Map(
    rows.flatMap((row) =>
      row.staffId ? [[authKey(row), { staffId: row.staffId, person: row.person ?? row.now }] as const] : [],
    ),
  );
}

type UsedMap = ReadonlyMap<string, Used>;

/** How often each of these was used with success on the day of that moment, as the day is at its door. */
async function usedOn(
  actor: Actor,
  at: Instant,
  doors: readonly PastDoor[],
  lives: readonly LifeRow[],
): Promise<UsedMap> {
  // Who was where on which day is what hidden names hide.
  if ((await nameViewOf(actor, Date.now())).hidden) return new Map(doors.map((door) => [door.id, "hidden"]));
  const used = new Map<string, Used>();
  for (const [timeZone, sharing] of Map.groupBy(doors, (door) => door.timeZone)) {
    const ids = new Set(sharing.map((door) => door.id));
    const authIds = lives.filter((life) => ids.has(life.deviceId)).map((life) => life.authId);
    const day = localDateOf(at, timeZone);
    const [from, until] = [startOfDay(day, timeZone), endOfDay(day, timeZone)];
    for (const door of sharing) if (isDeleted(door, from)) used.set(door.id, "not_kept");
    if (authIds.length === 0) continue;
    const { deviceId, authId, occurredAt, outcome } = entries;
    const rows = await getDb()
      .select({
        deviceId,
        authId,
        count: sql<number>`count(*)::int`,
        firstAt: sql<Date>`min(${occurredAt})`.mapWith(occurredAt),
      })
      .from(entries)
      .where(
        and(
          isAny(deviceId, ids),
          inArray(authId, [...new Set(authIds)]),
          gte(occurredAt, new Date(from)),
          lt(occurredAt, new Date(until)),
          eq(outcome, "opened"),
        ),
      )
      .groupBy(deviceId, authId);
    for (const row of rows)
      if (row.authId !== null)
        used.set(authKey({ ...row, authId: row.authId }), {
          count: row.count,
          firstAt: row.firstAt.getTime(),
        });
  }
  return used;
}

/** What holds for all of a door: that nobody may see it, or that nothing is left of that day. */
function usedElse(used: UsedMap, door: PastDoor): Used {
  return used.get(door.id) ?? null;
}

function isDeleted({ entriesFrom }: PastDoor, from: Instant): boolean {
  return entriesFrom !== null && from < entriesFrom;
}
