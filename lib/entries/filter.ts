import "server-only";
import { and, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AreaId, DeviceId, SiteId, StaffId, TeamId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { areaDevices, placements, staffTeams } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";
import { matching } from "@/lib/staff/search";
import type { ActionGroup, EntryFilter } from "./list";
import type { TimeRange } from "./range";
import { openingActions } from "./words";

/** An order in which the index gives entries, newest first: all of them, or those of each of these keys. */
export interface Path {
  readonly column: "device_id" | "staff_id" | "outcome" | null;
  readonly keys: readonly string[];
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

const everything: Path = { column: null, keys: [""] };
/** A walk over all entries counts as much as one over so many keys: that many filters are rarely worth less. */
const everythingWeighs = 12;

/** Null: nothing can match, since there is no such door or nobody in the team. */
export async function resolve(actor: Actor, filter: EntryFilter): Promise<Resolved | null> {
  const [deviceIds, staffIds] = await Promise.all([devicesOf(actor, filter), staffOf(filter)]);
  if (deviceIds?.length === 0 || staffIds?.length === 0) return null;
  const { outcomes, triggers, sources, actions, q, range } = filter;
  const text = q === "" ? undefined : matching(q, nameText);
  const numbers = (column: SQL, values: readonly number[]) =>
    values.length > 0 ? inArray(column, [...values]) : undefined;
  const where = and(
    deviceIds ? isAny(sql`e.device_id`, deviceIds, "uuid") : undefined,
    staffIds ? isAny(sql`e.staff_id`, staffIds, "uuid") : undefined,
    outcomes.length > 0 ? isAny(sql`e.outcome`, outcomes, "text") : undefined,
    numbers(sql`e.trigger`, triggers),
    numbers(sql`e.source`, sources),
    actions.length > 0 ? or(...actions.map((group) => groupConditions[group])) : undefined,
    text,
  );
  const paths: Path[] = [
    ...(deviceIds ? [{ column: "device_id", keys: deviceIds } as const] : []),
    ...(staffIds ? [{ column: "staff_id", keys: staffIds } as const] : []),
    ...(outcomes.length > 0 ? [{ column: "outcome", keys: outcomes } as const] : []),
    everything,
  ];
  return { range, where, text, paths: paths.sort((a, b) => weightOf(a) - weightOf(b)) };
}

function weightOf(path: Path): number {
  return path === everything ? everythingWeighs : path.keys.length;
}

// The very expression of the index entries_name, or it would not be used.
const nameText = sql`(lower(e.name || ' ' || coalesce(e.person, '')))`;

const lock = sql`e.device_type <> 2`;
const opener = sql`e.device_type = 2`;
const groupConditions: Record<ActionGroup, SQL> = {
  opening: sql`((${lock} and ${inArray(sql`e.action`, [...openingActions.lock])})
    or (${opener} and ${inArray(sql`e.action`, [...openingActions.opener])}))`,
  locking: sql`(${lock} and e.action = 2)`,
  mode: sql`(${opener} and e.action in (1, 2, 6, 7))`,
  ring: sql`e.action = 224`,
  door: sql`e.action in (240, 241)`,
  warning: sql`e.action in (208, 209, 242)`,
  device: sql`e.action in (11, 243, 250, 251, 252, 253, 254, 255)`,
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
