import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { getDb } from "@/lib/db/connection";
import type { Path, Resolved } from "./filter";
import type { EntryCursor } from "./list";
import { keysOf, milliseconds } from "./path-sql";
import { type HourSlots, type Slot, slotsBetween } from "./slots";

interface Task {
  readonly direction: EntryCursor["direction"];
  readonly start: { readonly at: string; readonly id: number };
  readonly want: number;
}

interface Found {
  readonly id: number;
  readonly at: Instant;
}

/** So many places in the index are looked at in one go, and then others may be answered. */
const mostPlaces = 2_000;
const mostSlots = 256;
const firstSlots = 4;
/** So many times what was looked at may be too much to look at next, and few stretches tell little. */
const mostGrowth = 16;

/**
 * A page of entries of some hours of the week: one hour of 168 is too rare to be met by walking along all entries. The
 * stretches of time that it means are looked into, a few and then ever more at once.
 */
export async function findInSlots(resolved: Resolved, slots: HourSlots, task: Task): Promise<Found[]> {
  const { direction, want } = task;
  const bounds = await boundsOf(resolved, task);
  if (!bounds) return [];
  const found: Found[] = [];
  const ahead = slotsBetween(slots, bounds, direction);
  let looked = 0;
  while (true) {
    const most = Math.min(roomOf(resolved), slotsFor(want, found.length, looked));
    const batch = nextOf(ahead, most);
    if (batch.length > 0) found.push(...(await readSlots(resolved, batch, task, want - found.length)));
    if (batch.length < most || found.length >= want) return found;
    looked += batch.length;
    // The embedded database never leaves the thread: others may want to be answered meanwhile.
    await new Promise((next) => setImmediate(next));
  }
}

/** As many stretches as would hold the rest if the next ones are like those before, and half as many again. */
function slotsFor(want: number, found: number, looked: number): number {
  if (looked === 0) return firstSlots;
  const like = found === 0 ? Number.POSITIVE_INFINITY : (1.5 * (want - found) * looked) / found;
  return Math.ceil(Math.min(like, mostGrowth * looked));
}

function nextOf(slots: Iterator<Slot>, most: number): Slot[] {
  const batch: Slot[] = [];
  while (batch.length < most) {
    const { done, value } = slots.next();
    if (done) break;
    batch.push(value);
  }
  return batch;
}

/** The time in which there can be any, as far as there are entries at all. */
async function boundsOf({ range }: Resolved, { direction, start }: Task): Promise<Slot | null> {
  const { rows } = await getDb().execute<{ oldest: number | null; newest: number | null }>(sql`
    select ${milliseconds(sql`min(occurred_at)`)} as oldest, ${milliseconds(sql`max(occurred_at)`)} as newest from entries`);
  const { oldest = null, newest = null } = rows[0] ?? {};
  if (oldest === null || newest === null) return null;
  const here = start.at === "infinity" ? Number.POSITIVE_INFINITY : Date.parse(start.at);
  const [from, until] = [
    Math.max(oldest, range.from ?? oldest),
    Math.min(newest + 1, range.until ?? newest + 1),
  ];
  // The row at which a page begins shares its moment with others that may follow.
  const bounds =
    direction === "older"
      ? { from, until: Math.min(until, here + 1) }
      : { from: Math.max(from, here), until };
  return bounds.from < bounds.until ? bounds : null;
}

async function readSlots(
  resolved: Resolved,
  batch: readonly Slot[],
  { direction, start }: Task,
  want: number,
): Promise<Found[]> {
  const [by, beyond] = direction === "older" ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const inOrder = sql`order by e.occurred_at ${by}, e.id ${by}`;
  const { rows } = await getDb().execute<{ id: number; at: number }>(sql`
    select e.id::float8 as id, ${milliseconds(sql`e.occurred_at`)} as at
    from ${stretchesOf(resolved, batch)}
    cross join lateral (
      select e.id, e.occurred_at
      from (select * from entries e where ${ofStretch(resolved)} ${inOrder} offset 0) e
      where ${resolved.where} and (e.occurred_at, e.id) ${beyond} (${start.at}::timestamptz, ${start.id})
      limit ${want}
    ) e
    ${inOrder}
    limit ${want}`);
  return rows;
}

/** How many there are in these hours, as far as looking at `most` entries tells. */
export async function countInSlots(
  resolved: Resolved,
  slots: HourSlots,
  most: number,
): Promise<{ found: number; isAll: boolean }> {
  const bounds = await boundsOf(resolved, {
    direction: "older",
    start: { at: "infinity", id: 0 },
    want: most,
  });
  const ahead = bounds ? slotsBetween(slots, bounds, "older") : [].values();
  let [found, left] = [0, most];
  while (left > 0) {
    const batch = nextOf(ahead, roomOf(resolved));
    if (batch.length === 0) return { found, isAll: true };
    const { rows } = await getDb().execute<{ seen: number; found: number }>(sql`
      select count(*)::int as seen, count(*) filter (where ${resolved.where})::int as found
      from (
        select e.* from ${stretchesOf(resolved, batch)}
        cross join lateral (select * from entries e where ${ofStretch(resolved)} offset 0) e
        limit ${left + 1}
      ) e`);
    found += rows[0]?.found ?? 0;
    left -= rows[0]?.seen ?? 0;
    await new Promise((next) => setImmediate(next));
  }
  return { found, isAll: false };
}

/** So many stretches may be looked into in one go. */
function roomOf(resolved: Resolved): number {
  return Math.max(1, Math.min(mostSlots, Math.floor(mostPlaces / pathOf(resolved).keys.length)));
}

function pathOf({ paths: [path] }: Resolved): Path {
  if (!path) throw new Error("a filter always has a path");
  return path;
}

/** Each stretch of time with each key of the path. */
function stretchesOf(resolved: Resolved, batch: readonly Slot[]): SQL {
  const stretches = pathOf(resolved).keys.flatMap((key) =>
    batch.map(({ from, until }) => ({
      ...key,
      since: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
    })),
  );
  return sql`jsonb_to_recordset(${JSON.stringify(stretches)}::jsonb)
    as p(key text, second text, since timestamptz, until timestamptz)`;
}

/**
 * Without an offset behind it the planner would ask all entries for their hour rather than look into the few stretches;
 * and of a range, unlike a comparison of rows, it knows that it is narrow.
 */
function ofStretch(resolved: Resolved): SQL {
  const keyed = keysOf(pathOf(resolved)).map(({ column, key }) => sql`${column} = ${key}`);
  return sql.join([...keyed, sql`e.occurred_at >= p.since`, sql`e.occurred_at < p.until`], sql` and `);
}
