import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { getDb } from "@/lib/db/connection";
import type { Path, PathKey, Resolved } from "./filter";
import type { EntryCursor } from "./list";
import { keysOf, milliseconds } from "./path-sql";
import { countInSlots, findInSlots } from "./slot-scan";
import { shareOf } from "./slots";

/*
 * A page of entries by their time, whatever the filter. No index fits every combination, and how rare one is nobody knows
 * (the embedded database keeps no statistics of its own accord). So the indexes that may help are walked in turn, a
 * few hundred entries first and ever more, and whichever has the page first gives it: never much more than a few
 * times the work of the best one.
 */

export interface Found {
  readonly id: number;
  readonly at: Instant;
}

type Direction = EntryCursor["direction"];

/** Entries that are looked at in each round; the last one is the most that is done without a pause. */
const budgets = [600, 2_000, 6_000, 16_000] as const;
/** Of all entries there are more at first: where that is tried, the keys are so many that they would take longer. */
const firstOfAll = 1_000;
const leastPerKey = 2;
const manyDoors = 20;
/** Hours that are a smaller part of the week are not worth walking to. */
const rareHours = 1 / 12;

/** The first `want` entries from here on, in the direction of the cursor. */
export async function findPage(
  resolved: Resolved,
  cursor: EntryCursor | null,
  want: number,
): Promise<Found[]> {
  const direction = cursor?.direction ?? "older";
  const task = { direction, start: startOf(resolved, cursor), want };
  const { paths, slots } = resolved;
  if (slots && shareOf(slots) < rareHours) return findInSlots(resolved, slots, task);
  const short = shortCutOf(paths[0]);
  const found = short && (await openScan(resolved, short, task).step(firstBudget(short, want)));
  if (found) return found;
  let scans = (paths[0]?.isWhole ? paths.slice(0, 1) : paths).map((path) => openScan(resolved, path, task));
  for (let round = 0; ; round += 1) {
    const budget = budgets[Math.min(round, budgets.length - 1)] ?? 0;
    for (const scan of scans) {
      let found = await scan.step(round === 0 ? firstBudget(scan.path, want) : budget);
      // Enough are there, and only the few keys that came the least far may have nearer ones.
      while (!found && scan.hasEnough()) found = await scan.step(4 * want);
      if (found) return found;
    }
    if (slots && round === 1) return findInSlots(resolved, slots, task);
    // What is rare among all is found sooner by a key.
    if (round === 1 && scans.length > 1) scans = scans.filter((scan) => scan.path.column !== null);
    // The embedded database never leaves the thread: others may want to be answered meanwhile.
    await new Promise((next) => setImmediate(next));
  }
}

/**
 * To go to each of many doors takes longer than to walk a little way past the entries of all doors, where most often
 * enough of them are theirs.
 */
function shortCutOf(path: Path | undefined): Path | null {
  if (!path || path.keys.length <= manyDoors) return null;
  if (path.column === "device_id") return { column: null, keys: [{ key: "" }], isWhole: false };
  if (path.column !== "device_id, facet") return null;
  const facets = new Set(path.keys.flatMap(({ second }) => second ?? []));
  return { column: "facet", keys: [...facets].map((key) => ({ key })), isWhole: false };
}

function firstBudget({ isWhole, column }: Path, want: number): number {
  // Each entry on it is a hit. A few of each key too many take less time than to ask once more.
  if (isWhole) return 6 * want;
  return column === null ? firstOfAll : budgets[0];
}

interface Start {
  readonly at: string;
  readonly id: number;
}

interface Task {
  readonly direction: Direction;
  readonly start: Start;
  readonly want: number;
}

function startOf({ range }: Resolved, cursor: EntryCursor | null): Start {
  const { from, until } = range;
  if (cursor?.direction === "newer" && from !== null && cursor.at < from) return { at: isoOf(from), id: 0 };
  if (cursor?.direction === "newer") return { at: isoOf(cursor.at), id: cursor.id };
  if (cursor && (until === null || cursor.at < until)) return { at: isoOf(cursor.at), id: cursor.id };
  return { at: until === null ? "infinity" : isoOf(until), id: 0 };
}

function isoOf(at: Instant): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "infinity" : date.toISOString();
}

type Open = Start & PathKey;

/** What a key gave: its hits in order, and the last entry that was looked at. */
interface StepRow extends Record<string, unknown> {
  place: number;
  read: number;
  ids: number[] | null;
  times: number[] | null;
  id: number;
  at: number;
}

function openScan(resolved: Resolved, path: Path, { direction, start, want }: Task) {
  let open: Open[] = path.keys.map((key) => ({ ...key, ...start }));
  let hits: Found[] = [];
  const sign = direction === "older" ? -1 : 1;
  const order = (a: Found, b: Found) => sign * (a.at - b.at || a.id - b.id);
  return {
    path,
    /** As many as are wanted were found, though others may come before them. */
    hasEnough: () => hits.length === want,
    /** Reads on; the page if it is complete by now. */
    async step(budget: number): Promise<Found[] | null> {
      const share = Math.max(leastPerKey, Math.ceil(budget / open.length));
      const each = path.isWhole ? Math.min(want, share) : share;
      const rows = await readStep(resolved, path, { open, each, direction, want });
      const found = rows.flatMap(({ ids, times }) =>
        (ids ?? []).map((id, nth): Found => ({ id, at: times?.[nth] ?? 0 })),
      );
      hits = [...hits, ...found].sort(order).slice(0, want);
      const last = hits.length === want ? hits.at(-1) : undefined;
      // A key that was read to its end, or beyond the last that is wanted, has nothing more to give.
      const ahead = rows.filter((row) => row.read === each && (!last || order(row, last) < 0));
      open = ahead.flatMap(({ place, at, id }) => {
        const from = open[place];
        return from ? [{ ...from, at: isoOf(at), id }] : [];
      });
      return open.length === 0 ? hits : null;
    },
  };
}

async function readStep(
  { range, where }: Resolved,
  path: Path,
  {
    open,
    each,
    direction,
    want,
  }: { open: readonly Open[]; each: number; direction: Direction; want: number },
): Promise<StepRow[]> {
  const starts = open.map((from, place) => ({ ...from, place }));
  const isHit = path.isWhole ? sql`true` : (where ?? sql`true`);
  // The rows come along the index, and so they stand in the arrays.
  const { rows } = await getDb().execute<StepRow>(sql`
    select p.place, s.*
    from jsonb_to_recordset(${JSON.stringify(starts)}::jsonb) as p(place int, key text, second text, at timestamptz, id bigint)
    cross join lateral (
      select count(*)::int as read, (array_agg(f.id) filter (where f.hit))[1:${want}] as ids,
        (array_agg(f.at) filter (where f.hit))[1:${want}] as times,
        (array_agg(f.id))[count(*)] as id, (array_agg(f.at))[count(*)] as at
      from (
        select e.id::float8 as id, ${milliseconds(sql`e.occurred_at`)} as at, ${isHit} as hit
        from (${stretchOf(path, { range, direction, each })}) e offset 0
      ) f
    ) s
    where s.read > 0`);
  return rows;
}

const orders = {
  older: { by: sql.raw("desc"), beyond: sql.raw("<") },
  newer: { by: sql.raw("asc"), beyond: sql.raw(">") },
} as const;

const columns = sql.raw(
  [
    ...["id", "occurred_at", "device_id", "staff_id", "facet", "device_type", "action"],
    ...["trigger", "source", "outcome", "name", "person"],
  ]
    .map((column) => `e.${column}`)
    .join(", "),
);

/** All that an index holds: where each entry is a hit, the entries themselves need not be read. */
const placeColumns = sql.raw("e.id, e.occurred_at");

/**
 * The entries of one key from a place on, in order. The first column is any of one and ordered by, though it is always the
 * same: were it simply equal, the planner would rather walk all entries by time and look for the key, which takes for
 * ever where it is rare. And the time ends by itself: of a comparison of rows only the first member ends a walk.
 */
function stretchOf(path: Path, { range, direction, each }: Stretch): SQL {
  const [first, second] = keysOf(path);
  const { by, beyond } = orders[direction];
  const conditions = [
    ...(first ? [sql`${first.column} = any(array[${first.key}])`] : []),
    ...(second ? [sql`${second.column} = ${second.key}`] : []),
    // Said outright, or the index of those that are somebody's would not be thought of.
    ...(path.column?.startsWith("staff_id") ? [sql`e.staff_id is not null`] : []),
    sql`(e.occurred_at, e.id) ${beyond} (p.at, p.id)`,
    ...endOf(range, direction),
  ];
  const order = [...(first ? [first.column] : []), sql`e.occurred_at`, sql`e.id`];
  return sql`select ${path.isWhole ? placeColumns : columns} from entries e where ${sql.join(conditions, sql` and `)}
    order by ${sql.join(
      order.map((column) => sql`${column} ${by}`),
      sql`, `,
    )} limit ${each}`;
}

function endOf({ from, until }: Resolved["range"], direction: Direction): SQL[] {
  if (direction === "older") return from === null ? [] : [sql`e.occurred_at >= ${isoOf(from)}::timestamptz`];
  return until === null ? [] : [sql`e.occurred_at < ${isoOf(until)}::timestamptz`];
}

interface Stretch {
  readonly range: Resolved["range"];
  readonly direction: Direction;
  readonly each: number;
}

function within({ from, until }: Resolved["range"]): SQL {
  const parts = [
    from === null ? [] : [sql`e.occurred_at >= ${isoOf(from)}::timestamptz`],
    until === null ? [] : [sql`e.occurred_at < ${isoOf(until)}::timestamptz`],
  ].flat();
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

const mostCounted = 10_000;

export interface EntryCount {
  readonly count: number;
  /** False: there are more than that. */
  readonly isExact: boolean;
}

/** How many there are, as far as looking at 10,000 tells: to count millions takes longer than anybody waits. */
export async function countFound(resolved: Resolved): Promise<EntryCount> {
  const { range, where, slots } = resolved;
  if (where === undefined) return countPlainly(resolved);
  if (slots && shareOf(slots) < rareHours) {
    const { found, isAll } = await countInSlots(resolved, slots, mostCounted);
    return { count: Math.min(found, mostCounted), isExact: isAll && found <= mostCounted };
  }
  // Of all entries only the newest would be looked at, so by a key where there is one.
  const path = resolved.paths.find(({ column }) => column !== null) ?? resolved.paths[0];
  if (!path) throw new Error("a filter always has a path");
  const each = Math.max(leastPerKey, Math.ceil((mostCounted + 1) / path.keys.length));
  const starts = path.keys.map((key) => ({ ...key, at: startOf(resolved, null).at, id: 0 }));
  const { rows } = await getDb().execute<{ found: number; more: boolean }>(sql`
    select coalesce(sum(s.found), 0)::int as found, coalesce(bool_or(s.seen = ${each}), false) as more
    from jsonb_to_recordset(${JSON.stringify(starts)}::jsonb) as p(key text, second text, at timestamptz, id bigint)
    cross join lateral (
      select count(*) as seen, count(*) filter (where ${path.isWhole ? sql`true` : where}) as found
      from (${stretchOf(path, { range, direction: "older", each })}) e
    ) s`);
  const { found = 0, more = false } = rows[0] ?? {};
  return { count: Math.min(found, mostCounted), isExact: !more && found <= mostCounted };
}

async function countPlainly({ range, where }: Resolved): Promise<EntryCount> {
  const { rows } = await getDb().execute<{ found: number }>(sql`
    select count(*)::int as found from (
      select 1 from entries e where ${where ?? sql`true`} and ${within(range)} limit ${mostCounted + 1}
    ) e`);
  const found = rows[0]?.found ?? 0;
  return { count: Math.min(found, mostCounted), isExact: found <= mostCounted };
}

/** The ids of the newest that match, some hundred at a time. */
export async function newestOf(resolved: Resolved, most: number): Promise<number[]> {
  const ids: number[] = [];
  let cursor: EntryCursor | null = null;
  while (ids.length < most) {
    const found: Found[] = await findPage(resolved, cursor, Math.min(2_000, most - ids.length));
    ids.push(...found.map(({ id }) => id));
    const last = found.at(-1);
    if (!last || found.length < 2_000) break;
    cursor = { direction: "older", ...last };
  }
  return ids;
}
