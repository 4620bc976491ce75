import "server-only";
import { and, asc, eq, inArray, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { compile } from "@/lib/access/compile";
import type { DeviceId, RuleId, StaffId, TimeWindow } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { loadPicture } from "@/lib/changes/picture";
import type { Db, Tx } from "@/lib/db/connection";
import {
  adminSites,
  admins,
  areaDevices,
  areas,
  authorizations,
  bindings,
  credentials,
  devices,
  placements,
  rules,
  schedules,
  sites,
  staff,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import type { AdminId } from "@/lib/db/tables/intent";
import type { ReviewedAccess, ReviewScope } from "@/lib/db/tables/reviews";
import { weekdays } from "@/lib/time/weekdays";

/** One person at one door, as it stands at this moment. */
export interface Gathered {
  readonly staffId: StaffId;
  readonly deviceId: DeviceId;
  readonly person: string;
  readonly door: string;
  /** Of its site. */
  readonly timeZone: string;
  readonly access: readonly ReviewedAccess[];
  /** When the oldest of it was bound here. */
  readonly boundAt: Date | null;
  /** What Nuki tells of its last use. */
  readonly lastActiveAt: Date | null;
}

export interface Pair {
  readonly staffId: StaffId;
  readonly deviceId: DeviceId;
}

export type RuleWords = { readonly team: string | null; readonly area: string; readonly schedule: string };

export const pairOf = ({ staffId, deviceId }: { staffId: string; deviceId: string }) =>
  `${staffId} ${deviceId}`;

/** Which credentials a scope means. Wants `credentials` joined with `placements`. */
export function inScope(scope: ReviewScope, scopeId: string): SQL {
  switch (scope) {
    case "device":
      return sql`${credentials.deviceId} = ${scopeId}::uuid`;
    case "site":
      return sql`${placements.siteId} = ${scopeId}::uuid`;
    case "area":
      return sql`${credentials.deviceId} in (
        select ${areaDevices.deviceId} from ${areaDevices} where ${areaDevices.areaId} = ${scopeId}::uuid)`;
    case "team":
      return sql`${credentials.staffId} in (
        select ${staffTeams.staffId} from ${staffTeams} where ${staffTeams.teamId} = ${scopeId}::uuid)`;
    default:
      return scope satisfies never;
  }
}

/** What can be decided about: all that is wanted or on a door, also what is switched off or just about to go. */
const isThere = or(ne(credentials.state, "removed"), eq(credentials.reason, "suspended"));

export function atSitesOf(actor: Actor): SQL | undefined {
  return actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]);
}

/** At the sites of who began the review: what others look after was never asked about. Wants `placements`. */
export function atSitesOfCreator({ createdBy }: { createdBy: AdminId }): SQL {
  return sql`exists (select 1 from ${admins} where ${admins.id} = ${createdBy} and (${admins.allSites}
    or ${placements.siteId} in (
      select ${adminSites.siteId} from ${adminSites} where ${adminSites.adminId} = ${createdBy})))`;
}

/** How many rows a review would have. */
export async function countPairs(db: Db | Tx, where: SQL | undefined): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(distinct (${credentials.staffId}, ${credentials.deviceId}))::int` })
    .from(credentials)
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .where(and(isThere, where));
  return row?.count ?? 0;
}

/** Who has access of ours, person by person and door by door, by name. */
export async function gather(db: Db | Tx, where: SQL | undefined): Promise<Gathered[]> {
  const rows = await db
    .select({
      staffId: credentials.staffId,
      deviceId: credentials.deviceId,
      person: staff.displayName,
      door: devices.name,
      timeZone: sql<string>`coalesce(${sites.timeZone}, 'UTC')`,
      kind: credentials.kind,
      state: credentials.state,
      wish: credentials.wish,
      days: authorizations.days,
      fromMinute: authorizations.fromMinute,
      untilMinute: authorizations.untilMinute,
      remoteAllowed: authorizations.remoteAllowed,
      validUntil: authorizations.validUntil,
      authId: authorizations.nukiId,
      lastActiveAt: authorizations.lastActiveAt,
      boundAt: bindings.boundAt,
    })
    .from(credentials)
    .innerJoin(staff, eq(staff.id, credentials.staffId))
    .innerJoin(devices, eq(devices.id, credentials.deviceId))
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .leftJoin(
      bindings,
      and(
        eq(bindings.staffId, credentials.staffId),
        eq(bindings.deviceId, credentials.deviceId),
        eq(bindings.kind, credentials.kind),
        isNull(bindings.endedAt),
      ),
    )
    .leftJoin(
      authorizations,
      and(eq(authorizations.deviceId, bindings.deviceId), eq(authorizations.nukiId, bindings.authId)),
    )
    .where(and(isThere, where))
    .orderBy(
      asc(sql`${staff.displayName} collate "und-x-icu"`),
      asc(staff.id),
      asc(sql`${devices.name} collate "und-x-icu"`),
      asc(devices.id),
      asc(credentials.kind),
    );
  return [...Map.groupBy(rows, pairOf).values()].flatMap((same): Gathered[] => {
    const [first] = same;
    if (!first) return [];
    // A former code is a keypad code on its way out: of its own only where the new one is not there.
    const own = same.filter((row) => row.kind !== "keypad_old");
    const former = own.some((row) => row.kind === "keypad")
      ? []
      : same.filter((row) => row.kind === "keypad_old");
    return [
      {
        staffId: first.staffId,
        deviceId: first.deviceId,
        person: first.person,
        door: first.door,
        timeZone: first.timeZone,
        access: [...own, ...former].map(accessOf),
        boundAt: edge(
          same.map((row) => row.boundAt),
          Math.min,
        ),
        lastActiveAt: edge(
          same.map((row) => row.lastActiveAt),
          Math.max,
        ),
      },
    ];
  });
}

type Row = Pick<typeof credentials.$inferSelect, "kind" | "state" | "wish"> & {
  authId: string | null;
  days: number | null;
  fromMinute: number | null;
  untilMinute: number | null;
  remoteAllowed: boolean | null;
  validUntil: Date | null;
};

/** As the rules want it; what they do not want any more, as it is on the door. */
function accessOf({ kind, state, wish, ...onDoor }: Row): ReviewedAccess {
  const what = { kind: kind === "app" ? "app" : "keypad", state } as const;
  if (wish) {
    const { window, remoteAllowed, validUntil } = wish;
    return { ...what, window, remoteAllowed, validUntil };
  }
  return {
    ...what,
    window: onDoor.authId === null ? null : windowOf(onDoor),
    remoteAllowed: onDoor.remoteAllowed ?? false,
    validUntil: onDoor.validUntil?.getTime() ?? null,
  };
}

/** What Nuki leaves out means the whole week. */
function windowOf({
  days,
  fromMinute,
  untilMinute,
}: Pick<Row, "days" | "fromMinute" | "untilMinute">): TimeWindow {
  return { days: weekdays(days ?? 127), fromMinute: fromMinute ?? 0, untilMinute: untilMinute || 1440 };
}

export function edge(moments: readonly (Date | null)[], pick: (...values: number[]) => number): Date | null {
  const known = moments.flatMap((at) => (at ? [at.getTime()] : []));
  return known.length === 0 ? null : new Date(pick(...known));
}

/** The rules that give it at this moment, by the pair of person and door; a rule that is outdone gives nothing. */
export async function rulesOf(
  tx: Tx,
  staffIds: readonly StaffId[],
  now: Date,
): Promise<Map<string, RuleWords[]>> {
  const { model } = await loadPicture(tx, { staffIds });
  const { credentials: wanted, blocked } = compile(model, now.getTime());
  const words = await loadRuleWords(tx);
  const ids = new Map<string, Set<RuleId>>();
  for (const item of [...wanted, ...blocked]) {
    const known = ids.get(pairOf(item)) ?? new Set();
    for (const id of item.ruleIds) known.add(id);
    ids.set(pairOf(item), known);
  }
  return new Map(
    [...ids].map(([pair, of]) => [pair, [...of].flatMap((id) => words.get(id) ?? []).toSorted(byWords)]),
  );
}

async function loadRuleWords(tx: Tx): Promise<Map<RuleId, RuleWords>> {
  const rows = await tx
    .select({ id: rules.id, team: teams.name, area: areas.name, schedule: schedules.name })
    .from(rules)
    .innerJoin(areas, eq(areas.id, rules.areaId))
    .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
    .leftJoin(teams, eq(teams.id, rules.teamId));
  return new Map(rows.map(({ id, ...words }) => [id, words]));
}

function byWords(a: RuleWords, b: RuleWords): number {
  const text = ({ team, area, schedule }: RuleWords) => [team ?? "", area, schedule].join(" ");
  return text(a) < text(b) ? -1 : 1;
}
