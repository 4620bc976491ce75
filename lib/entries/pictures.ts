import "server-only";
import { asc, eq, inArray, sql } from "drizzle-orm";
import type { DeviceId, Instant } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { devices, placements, sites } from "@/lib/db/schema";
import { addDays } from "@/lib/time/zones";
import { resolve } from "./filter";
import type { EntryFilter } from "./list";
import { newestOf } from "./scan";

/** So many entries are drawn at most, the newest: a picture must not take longer than a page. */
export const mostDrawn = 10_000;
/** So many days stand beside each other; who wants older ones chooses their time. */
export const mostDays = 92;

interface Counts {
  readonly count: number;
  readonly refused: number;
}

export interface DoorCounts extends Counts {
  readonly id: DeviceId;
  readonly name: string;
  readonly siteName: string | null;
}

export interface EntryPictures {
  readonly total: number;
  /** When the oldest one that is counted was; null: there is none. */
  readonly oldest: Instant | null;
  /** Seven days, Monday first, of 24 hours each. */
  readonly byHour: readonly (readonly number[])[];
  /** Oldest first, days without any among them; the last ones of those that have entries. */
  readonly byDay: readonly (Counts & { readonly day: string })[];
  /** There are entries on days before these. */
  readonly hasOlderDays: boolean;
  /** The most used first. */
  readonly byDoor: readonly DoorCounts[];
}

interface Row extends Record<string, unknown> {
  day: string;
  weekday: number;
  hour: number;
  door: DeviceId;
  count: number;
  refused: number;
  oldest: number;
}

/** What is filtered as counts by hour of the week, by day and by door, as the clock of a zone has them. */
export async function countForPictures(
  actor: Actor,
  filter: EntryFilter,
  timeZone: string,
): Promise<EntryPictures> {
  assertMay(actor, "entries:read");
  const resolved = await resolve(actor, filter);
  const ids = resolved ? await newestOf(resolved, mostDrawn) : [];
  if (ids.length === 0)
    return { total: 0, oldest: null, byHour: emptyWeek(), byDay: [], hasOlderDays: false, byDoor: [] };
  const { rows } = await getDb().execute<Row>(sql`
    select to_char(local, 'YYYY-MM-DD') as day, extract(isodow from local)::int - 1 as weekday,
      extract(hour from local)::int as hour, door, count(*)::int as count,
      (count(*) filter (where outcome = 'refused'))::int as refused,
      floor(extract(epoch from min(at)) * 1000)::float8 as oldest
    from (
      select e.occurred_at as at, e.occurred_at at time zone ${timeZone} as local, e.device_id as door, e.outcome
      from entries e where ${isAny(sql`e.id`, ids, "bigint")}
    ) e group by 1, 2, 3, 4`);
  const { days, hasOlder } = daysOf(rows);
  return {
    total: ids.length,
    oldest: rows.reduce((least, row) => Math.min(least, row.oldest), Number.POSITIVE_INFINITY),
    byHour: hoursOf(rows),
    byDay: days,
    hasOlderDays: hasOlder,
    byDoor: await doorsOf(rows),
  };
}

function emptyWeek(): number[][] {
  return Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
}

function hoursOf(rows: readonly Row[]): number[][] {
  const week = emptyWeek();
  for (const { weekday, hour, count } of rows) {
    const hours = week[weekday];
    if (hours) hours[hour] = (hours[hour] ?? 0) + count;
  }
  return week;
}

/** Every day from the first to the last: a day without entries is seen as well. */
function daysOf(rows: readonly Row[]): { days: (Counts & { day: string })[]; hasOlder: boolean } {
  const counts = sumsBy(rows, ({ day }) => day);
  const found = [...counts.keys()].sort();
  const [oldest, last] = [found.at(0), found.at(-1)];
  if (!oldest || !last) return { days: [], hasOlder: false };
  const earliest = addDays(last, 1 - mostDays);
  const hasOlder = oldest < earliest;
  const days: (Counts & { day: string })[] = [];
  for (let day = hasOlder ? earliest : oldest; day <= last; day = addDays(day, 1))
    days.push({ day, ...(counts.get(day) ?? { count: 0, refused: 0 }) });
  return { days, hasOlder };
}

async function doorsOf(rows: readonly Row[]): Promise<DoorCounts[]> {
  const counts = sumsBy(rows, ({ door }) => door);
  const known = await getDb()
    .select({ id: devices.id, name: devices.name, siteName: sites.name })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .where(inArray(devices.id, [...counts.keys()]))
    .orderBy(asc(devices.name), asc(devices.id));
  return known
    .map((door) => ({ ...door, ...(counts.get(door.id) ?? { count: 0, refused: 0 }) }))
    .sort((a, b) => b.count - a.count);
}

function sumsBy<Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Counts> {
  const sums = new Map<Key, Counts>();
  for (const row of rows) {
    const { count, refused } = sums.get(keyOf(row)) ?? { count: 0, refused: 0 };
    sums.set(keyOf(row), { count: count + row.count, refused: refused + row.refused });
  }
  return sums;
}
