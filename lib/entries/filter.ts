import "server-only";
import { and, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AreaId, DeviceId, SiteId, StaffId, TeamId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { areaDevices, placements, staffTeams } from "@/lib/db/schema";
import { assertNotByName } from "@/lib/privacy/names";
import { uuidsOf } from "@/lib/rules/words";
import { matching } from "@/lib/staff/search";
import type { ActionGroup, EntryFilter } from "./list";
import type { TimeRange } from "./range";
import { openingActions } from "./words";

/** An order in which an index gives entries, newest first: all of them, or those of each of these keys. */
export interface Path {
  readonly column: PathColumn | null;
  readonly keys: readonly PathKey[];
  /** Nothing else is asked for: each entry on it is a hit. */
  readonly isWhole: boolean;
}

export type PathColumn =
  | "device_id"
  | "staff_id"
  | "outcome"
  | "trigger"
  | "action"
  | "source"
  | "device_id, outcome";
/** As text; `second` where the index has two columns. */
export interface PathKey {
  readonly key: string;
  readonly second?: string;
}

/** A filter with everything looked up that does not stand in the entries themselves. */
export interface Resolved {
  readonly range: TimeRange;
  /** Of the entry `e`; undefined: all. */
  readonly where: SQL | undefined;
  /** The part of it that compares names, which has an index of its own. */
  readonly text: SQL | undefined;
  /** The ways there are to find the entries, the narrowest first. */
  readonly paths: readonly Path[];
}

/** A walk over all entries counts as much as one over so many keys: that many filters are rarely worth less. */
const everythingWeighs = 12;
/** With more pairs of keys a walk over one of both is quicker. */
const mostPairs = 400;

/** Null: nothing can match, since there is no such door or nobody in the team. */
export async function resolve(actor: Actor, filter: EntryFilter): Promise<Resolved | null> {
  const [deviceIds, staffIds] = await Promise.all([devicesOf(actor, filter), staffOf(filter)]);
  if (deviceIds?.length === 0 || staffIds?.length === 0) return null;
  const { outcomes, triggers, sources, actions, q, range } = filter;
  await assertNotByName(actor, filter);
  const text = q === "" ? undefined : matching(q, nameText);
  const conditions = [
    deviceIds && isAny(sql`e.device_id`, deviceIds, "uuid"),
    staffIds && isAny(sql`e.staff_id`, staffIds, "uuid"),
    outcomes.length > 0 && isAny(sql`e.outcome`, outcomes, "text"),
    triggers.length > 0 && inArray(sql`e.trigger`, [...triggers]),
    sources.length > 0 && inArray(sql`e.source`, [...sources]),
    actions.length > 0 && or(...actions.map((group) => groupConditions[group])),
    text,
  ].filter((condition) => !!condition);
  const path = (column: PathColumn, keys: readonly (string | number)[], isWhole = true): Path => ({
    column,
    keys: keys.map((key) => ({ key: String(key) })),
    isWhole: isWhole && conditions.length === 1,
  });
  const pairs = (deviceIds ?? []).flatMap((key) => outcomes.map((second) => ({ key, second })));
  const numbers = actions.flatMap((group) => groupActions[group]);
  const paths: Path[] = [
    ...(pairs.length > 0 && pairs.length <= mostPairs
      ? [{ column: "device_id, outcome", keys: pairs, isWhole: conditions.length === 2 } as const]
      : []),
    ...(deviceIds ? [path("device_id", deviceIds)] : []),
    ...(staffIds ? [path("staff_id", staffIds)] : []),
    ...(outcomes.length > 0 ? [path("outcome", outcomes)] : []),
    ...(triggers.length > 0 ? [path("trigger", triggers)] : []),
    ...(sources.length > 0 ? [path("source", sources)] : []),
    // An opener means something else by the same number, so these are not all hits.
    ...(actions.length > 0 ? [path("action", [...new Set(numbers)], false)] : []),
    { column: null, keys: [{ key: "" }], isWhole: conditions.length === 0 },
  ];
  return {
    range,
    where: and(...conditions),
    text,
    paths: paths.sort((a, b) => weightOf(a) - weightOf(b)),
  };
}

function weightOf({ column, keys }: Path): number {
  return column === null ? everythingWeighs : keys.length;
}

// The very expression of the index entries_name, or it would not be used.
const nameText = sql`(lower(e.name || ' ' || coalesce(e.person, '')))`;

const groupActions: Record<ActionGroup, readonly number[]> = {
  opening: [...openingActions.lock, ...openingActions.opener],
  locking: [2],
  mode: [1, 2, 6, 7],
  ring: [224],
  door: [240, 241],
  warning: [208, 209, 242],
  device: [11, 243, 250, 251, 252, 253, 254, 255],
};
const lock = sql`e.device_type <> 2`;
const opener = sql`e.device_type = 2`;
const groupConditions: Record<ActionGroup, SQL> = {
  opening: sql`((${lock} and ${inArray(sql`e.action`, [...openingActions.lock])})
    or (${opener} and ${inArray(sql`e.action`, [...openingActions.opener])}))`,
  locking: sql`(${lock} and e.action = 2)`,
  mode: sql`(${opener} and ${inArray(sql`e.action`, [...groupActions.mode])})`,
  ring: inArray(sql`e.action`, [...groupActions.ring]),
  door: inArray(sql`e.action`, [...groupActions.door]),
  warning: inArray(sql`e.action`, [...groupActions.warning]),
  device: inArray(sql`e.action`, [...groupActions.device]),
};

function isAny(column: SQL, values: readonly string[], type: "uuid" | "text"): SQL {
  // One parameter, however many there are: a team may have hundreds of members.
  return sql`${column} = any(${`{${values.join(",")}}`}::${sql.raw(type)}[])`;
}

/** The devices that are asked for and that the actor sees; null: all that there are. */
async function devicesOf(
  actor: Actor,
  { siteIds, areaIds, deviceIds }: EntryFilter,
): Promise<DeviceId[] | null> {
  const isNarrowed = siteIds.length + areaIds.length + deviceIds.length > 0;
  if (actor.sites === "all" && !isNarrowed) return null;
  if (actor.sites === "all" && siteIds.length + areaIds.length === 0) return uuidsOf<DeviceId>(deviceIds);
  const inAreas = getDb()
    .select({ id: areaDevices.deviceId })
    .from(areaDevices)
    .where(inArray(areaDevices.areaId, uuidsOf<AreaId>(areaIds)));
  const rows = await getDb()
    .select({ id: placements.deviceId })
    .from(placements)
    .where(
      and(
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
        siteIds.length > 0 ? inArray(placements.siteId, uuidsOf<SiteId>(siteIds)) : undefined,
        areaIds.length > 0 ? inArray(placements.deviceId, inAreas) : undefined,
        deviceIds.length > 0 ? inArray(placements.deviceId, uuidsOf<DeviceId>(deviceIds)) : undefined,
      ),
    );
  return rows.map((row) => row.id);
}

async function staffOf({ staffIds, teamIds }: EntryFilter): Promise<StaffId[] | null> {
  const asked = staffIds.length > 0 ? uuidsOf<StaffId>(staffIds) : null;
  if (teamIds.length === 0) return asked;
  const rows = await getDb()
    .selectDistinct({ id: staffTeams.staffId })
    .from(staffTeams)
    .where(
      and(
        inArray(staffTeams.teamId, uuidsOf<TeamId>(teamIds)),
        asked ? inArray(staffTeams.staffId, asked) : undefined,
      ),
    );
  return rows.map((row) => row.id);
}
