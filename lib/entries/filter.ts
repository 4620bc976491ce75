import "server-only";
import { and, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AreaId, DeviceId, SiteId, StaffId, TeamId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { areaDevices, placements, staffTeams } from "@/lib/db/schema";
import { assertNotByName } from "@/lib/privacy/names";
import { uuidsOf } from "@/lib/rules/words";
import { matching } from "@/lib/staff/search";
import { type FacetParts, facetParts, isVague } from "./facets";
import type { ActionGroup, EntryFilter } from "./list";
import type { TimeRange } from "./range";
import type { HourSlots } from "./slots";
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
  | "facet"
  | "who"
  | "device_id, facet"
  | "staff_id, facet"
  | "staff_id, device_id";
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
  /** The hours of the week that are asked for; null: all of them. */
  readonly slots: HourSlots | null;
  /** The ways there are to find the entries, the narrowest first. */
  readonly paths: readonly Path[];
}

/** With more pairs of keys a walk over one of both is quicker. */
const mostPairs = 400;
/** To look at so many places costs more than to walk along all entries for a while. */
const manyKeys = 120;
/** A word that is in so many names is met often enough along the way. */
const mostNames = 400;

/** Null: nothing can match, since there is no such door or nobody in the team. Throws where names are hidden and asked for. */
export async function resolve(actor: Actor, filter: EntryFilter): Promise<Resolved | null> {
  await assertNotByName(actor, filter);
  const [deviceIds, staffIds, facets, names] = await Promise.all([
    devicesOf(actor, filter),
    staffOf(filter),
    facetsOf(filter),
    namesOf(filter.q),
  ]);
  if ([deviceIds, staffIds, facets?.keys, names].some((keys) => keys?.length === 0)) return null;
  const { q, range, weekdays, hours, timeZone } = filter;
  const asked: Asked = {
    ...(deviceIds && { device_id: deviceIds }),
    ...(staffIds && { staff_id: staffIds }),
    ...(facets && { facet: facets.keys }),
    ...(names && names.length <= mostNames && { who: names }),
  };
  const others = [
    facets && !facets.isExact && rawConditions(filter),
    // Two names may share a number.
    q !== "" && matching(q, nameText),
    weekdays.length > 0 &&
      isClock(
        "isodow",
        weekdays.map((day) => day + 1),
        timeZone,
      ),
    hours.length > 0 && isClock("hour", hours, timeZone),
  ].filter((condition) => !!condition);
  return {
    range,
    where: and(
      asked.device_id && isAny(sql`e.device_id`, asked.device_id, "uuid"),
      asked.staff_id && isAny(sql`e.staff_id`, asked.staff_id, "uuid"),
      asked.facet && isAny(sql`e.facet`, asked.facet, "int"),
      ...others,
    ),
    slots: weekdays.length + hours.length > 0 ? { weekdays, hours, timeZone } : null,
    paths: pathsOf(asked, others.length === 0),
  };
}

type Column = "device_id" | "staff_id" | "facet" | "who";
/** For what an index asks: one of these in each column. */
type Asked = Partial<Record<Column, readonly string[]>>;

/**
 * The ways to the entries, the narrowest first: two columns together rather than one of them, and everything by time where
 * nothing else is asked for or nothing else has fewer keys.
 */
function pathsOf(asked: Asked, isAll: boolean): Path[] {
  const columns = (Object.keys(asked) as Column[]).filter((column) => asked[column]);
  const isWhole = (used: number) => isAll && columns.length === used;
  const pairs = pairColumns.flatMap((column): Path[] => {
    const [first, second] = column.split(", ") as [Column, Column];
    const [of, and] = [asked[first], asked[second]];
    if (!of || !and || of.length * and.length > mostPairs) return [];
    const keys = of.flatMap((key) => and.map((other) => ({ key, second: other })));
    return [{ column, keys, isWhole: isWhole(2) }];
  });
  const paired = new Set(pairs.flatMap((path) => path.column?.split(", ") ?? []));
  const singles = columns
    .filter((column) => !paired.has(column))
    .map((column): Path => {
      const keys = (asked[column] ?? []).map((key) => ({ key }));
      return { column, keys, isWhole: isWhole(1) };
    })
    .sort((a, b) => a.keys.length - b.keys.length);
  const everything: Path = { column: null, keys: [{ key: "" }], isWhole: isWhole(0) };
  const few = singles.filter(({ keys }) => keys.length <= manyKeys);
  const [names, others] = [
    few.filter(({ column }) => column === "who"),
    few.filter(({ column }) => column !== "who"),
  ];
  const many = singles.filter(({ keys }) => keys.length > manyKeys);
  return [...names, ...pairs, ...others, everything, ...many];
}

// Whom at which door is the rarest.
const pairColumns = ["staff_id, device_id", "staff_id, facet", "device_id, facet"] as const;

// The very expression that the trigger of the entries gives to entry_names.
const nameText = sql`(lower(e.name || ' ' || coalesce(e.person, '')))`;

/** The numbers of the names in which these words stand; null: none is asked for. */
async function namesOf(q: string): Promise<string[] | null> {
  if (q === "") return null;
  const { rows } = await getDb().execute<{ who: number }>(sql`
    select distinct n.who from entry_names n where ${matching(q, sql`n.text`)} limit ${mostNames + 1}`);
  return rows.map(({ who }) => String(who));
}

/** The facets that there are and that fit; null: nothing of the kind is asked for. */
async function facetsOf(filter: EntryFilter): Promise<{ keys: string[]; isExact: boolean } | null> {
  const { outcomes, triggers, sources, actions } = filter;
  if (outcomes.length + triggers.length + sources.length + actions.length === 0) return null;
  // From one to the next along the index: some dozens among however many entries.
  const { rows } = await getDb().execute<{ facet: number }>(sql`
    with recursive f as (
      (select facet from entries order by facet limit 1)
      union all
      select (select e.facet from entries e where e.facet > f.facet order by e.facet limit 1) from f where f.facet is not null
    )
    select facet from f where facet is not null`);
  const found = rows
    .map(({ facet }) => ({ facet, parts: facetParts(facet) }))
    .filter(({ parts }) => fits(parts, filter));
  return {
    keys: found.map(({ facet }) => String(facet)),
    isExact: !found.some(({ parts }) => isVague(parts)),
  };
}

function fits(parts: FacetParts, { outcomes, triggers, sources, actions }: EntryFilter): boolean {
  if (outcomes.length > 0 && !outcomes.includes(parts.outcome)) return false;
  if (isVague(parts)) return true;
  if (triggers.length > 0 && !triggers.includes(parts.trigger)) return false;
  if (sources.length > 0 && (parts.source === null || !sources.includes(parts.source))) return false;
  return actions.length === 0 || actions.some((group) => isOfGroup(parts, group));
}

function isOfGroup({ isOpener, action }: FacetParts, group: ActionGroup): boolean {
  if (group === "opening") return openingActions[isOpener ? "opener" : "lock"].some((one) => one === action);
  if (group === "locking") return !isOpener && action === 2;
  return (group !== "mode" || isOpener) && groupActions[group].includes(action);
}

/** The same said of the entries themselves, for numbers that a facet cannot hold. */
function rawConditions({ outcomes, triggers, sources, actions }: EntryFilter): SQL | undefined {
  return and(
    outcomes.length > 0 ? isAny(sql`e.outcome`, outcomes, "text") : undefined,
    triggers.length > 0 ? inArray(sql`e.trigger`, [...triggers]) : undefined,
    sources.length > 0 ? inArray(sql`e.source`, [...sources]) : undefined,
    actions.length > 0 ? or(...actions.map((group) => groupConditions[group])) : undefined,
  );
}

const groupActions: Record<Exclude<ActionGroup, "opening" | "locking">, readonly number[]> = {
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

/** What the clock of a zone shows: on the night on which clocks go back, an hour takes in both times it comes. */
function isClock(part: "isodow" | "hour", values: readonly number[], timeZone: string): SQL {
  const clock = sql`extract(${sql.raw(part)} from e.occurred_at at time zone ${timeZone})::int`;
  return isAny(clock, values, "int");
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
