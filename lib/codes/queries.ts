import "server-only";
import { and, asc, desc, eq, isNotNull, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { guessOdds, spaceLeft } from "@/lib/access/guess";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { arrayOf } from "@/lib/db/arrays";
import { getDb, transact } from "@/lib/db/connection";
import {
  areaDevices,
  authorizations,
  credentials,
  devices,
  placements,
  rules,
  sites,
  staff,
  staffCodes,
  staffTeams,
} from "@/lib/db/schema";
import { hasExpired } from "@/lib/keypads/standing";
import { uuidsOf } from "@/lib/rules/words";
import { findCurrentCode, opensOnlyWithin } from "./person";

/** What is known about a person's code without opening it. */
export interface CodeFacts {
  /** Since when they have it; null: they have none. */
  readonly since: Date | null;
  /** The doors of the actor's sites where the rules want it, and those that have shown it. */
  readonly doors: number;
  readonly confirmed: number;
  readonly notConfirmed: readonly string[];
  /** Doors that still have a code of before. */
  readonly formerAt: readonly string[];
  /** It opens nothing at sites that are not the actor's, so it may be shown and changed. */
  readonly isWithin: boolean;
}

export async function getCodeFacts(actor: Actor, staffId: StaffId): Promise<CodeFacts> {
  assertMay(actor, "staff:read");
  return transact(async (tx) => {
    const current = await findCurrentCode(tx, staffId);
    const wanted = await tx
      .select({ name: devices.name, codeHash: authorizations.codeHash, enabled: authorizations.enabled })
      .from(credentials)
      .innerJoin(devices, eq(devices.id, credentials.deviceId))
      .leftJoin(
        authorizations,
        and(eq(authorizations.deviceId, credentials.deviceId), eq(authorizations.nukiId, credentials.authId)),
      )
      .where(
        and(
          eq(credentials.staffId, staffId),
          eq(credentials.kind, "keypad"),
          isNotNull(credentials.wish),
          atOwnSites(actor, credentials.deviceId),
        ),
      )
      .orderBy(asc(devices.name));
    const former = await tx
      .selectDistinct({ name: devices.name })
      .from(authorizations)
      .innerJoin(devices, eq(devices.id, authorizations.deviceId))
      .innerJoin(staffCodes, eq(staffCodes.codeHash, authorizations.codeHash))
      .where(
        and(
          eq(staffCodes.staffId, staffId),
          isNotNull(staffCodes.retiredAt),
          // Somebody may have been given a code back that was theirs before.
          current ? ne(authorizations.codeHash, current.codeHash) : undefined,
          atOwnSites(actor, authorizations.deviceId),
        ),
      )
      .orderBy(asc(devices.name));
    const notConfirmed = wanted.filter(({ codeHash }) => codeHash !== current?.codeHash);
    return {
      since: current?.createdAt ?? null,
      doors: wanted.length,
      confirmed: wanted.length - notConfirmed.length,
      notConfirmed: notConfirmed.map(({ name }) => name),
      formerAt: former.map(({ name }) => name),
      isWithin: await opensOnlyWithin(tx, actor, staffId),
    };
  });
}

/** As long as lib/staff/codes.ts lets a retired code rest. */
const restDays = 90;

export interface GuessRow {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly siteName: string | null;
  /** Codes on the keypad that open it, now or at their times. */
  readonly codes: number;
  /** One try in so many opens the door; Infinity without any code. */
  readonly oneIn: number;
}

/** How easily each keypad of the actor's sites is opened by guessing, the easiest first. */
export async function listGuessOdds(actor: Actor, now: Date): Promise<GuessRow[]> {
  assertMay(actor, "codes:find");
  const codes = sql<number>`count(${authorizations.nukiId})::int`;
  const rows = await getDb()
    .select({ deviceId: devices.id, name: devices.name, siteName: sites.name, codes })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .leftJoin(
      authorizations,
      and(
        eq(authorizations.deviceId, devices.id),
        eq(authorizations.type, 13),
        eq(authorizations.enabled, true),
        // Without a last day the comparison is neither true nor false.
        sql`${hasExpired(now)} is not true`,
      ),
    )
    .where(and(isNotNull(devices.keypadModel), isNull(devices.missingSince), atOwnSites(actor, devices.id)))
    .groupBy(devices.id, sites.name)
    .orderBy(desc(codes), asc(sites.name), asc(devices.name));
  return rows.map((row) => ({ ...row, ...guessOdds(row.codes) }));
}

/** How many codes are taken everywhere, and what that leaves to give out. */
export async function getCodeSpace(
  actor: Actor,
  now: Date,
): Promise<ReturnType<typeof spaceLeft> & { taken: number }> {
  assertMay(actor, "codes:find");
  const rested = new Date(now.getTime() - restDays * 86_400_000);
  const db = getDb();
  const hashes = db
    .select({ hash: staffCodes.codeHash })
    .from(staffCodes)
    .where(
      or(isNull(staffCodes.retiredAt), sql`${staffCodes.retiredAt} > ${rested.toISOString()}::timestamptz`),
    )
    .union(
      db
        .select({ hash: sql<string>`${authorizations.codeHash}` })
        .from(authorizations)
        .where(isNotNull(authorizations.codeHash)),
    )
    .as("hashes");
  const [row] = await db.select({ taken: sql<number>`count(*)::int` }).from(hashes);
  const taken = row?.taken ?? 0;
  return { taken, ...spaceLeft(taken) };
}

const mostWithout = 25;

/** People whom a rule gives a keypad and who have no code, as far as they are the actor's business. */
export async function listWithoutCode(
  actor: Actor,
): Promise<{ rows: { staffId: StaffId; name: string }[]; total: number }> {
  assertMay(actor, "codes:find");
  const where = and(
    eq(staff.status, "active"),
    sql`not exists (select 1 from ${staffCodes} where ${staffCodes.staffId} = ${staff.id} and ${staffCodes.retiredAt} is null)`,
    sql`exists (${ruleFor()} and ${rules.keypad})`,
    actor.sites === "all"
      ? undefined
      : sql`not exists (
          ${ruleFor()} and exists (
            select 1 from ${areaDevices} join ${placements} on ${placements.deviceId} = ${areaDevices.deviceId}
            where ${areaDevices.areaId} = ${rules.areaId}
              and not (${placements.siteId} = any(${arrayOf(actor.sites)}))
          )
        )`,
  );
  const db = getDb();
  const [rows, total] = await Promise.all([
    db
      .select({ staffId: staff.id, name: staff.displayName })
      .from(staff)
      .where(where)
      .orderBy(sql`${staff.displayName} collate "und-x-icu"`, asc(staff.id))
      .limit(mostWithout),
    db.$count(staff, where),
  ]);
  return { rows, total };
}

/** The rules of the person at hand, personal or of a team. */
function ruleFor(): SQL {
  return sql`select 1 from ${rules} where (${rules.staffId} = ${staff.id} or ${rules.teamId} in (
    select ${staffTeams.teamId} from ${staffTeams} where ${staffTeams.staffId} = ${staff.id}
  ))`;
}

/** The door of a list of codes, or null: gone, or at a site that is not the actor's. */
export async function findListedDoor(
  actor: Actor,
  id: string,
): Promise<{ deviceId: DeviceId; name: string } | null> {
  assertMay(actor, "codes:list");
  const [deviceId] = uuidsOf<DeviceId>([id]);
  if (!deviceId) return null;
  const [door] = await getDb()
    .select({ deviceId: devices.id, name: devices.name })
    .from(devices)
    .where(and(eq(devices.id, deviceId), isNotNull(devices.keypadModel), atOwnSites(actor, devices.id)));
  return door ?? null;
}

type DeviceColumn = typeof devices.id | typeof authorizations.deviceId | typeof credentials.deviceId;

function atOwnSites(actor: Actor, deviceId: DeviceColumn): SQL | undefined {
  if (actor.sites === "all") return undefined;
  return sql`${deviceId} in (
    select ${placements.deviceId} from ${placements}
    where ${placements.siteId} = any(${arrayOf(actor.sites)})
  )`;
}
