import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { getDb } from "@/lib/db/connection";
import type { Path, PathKey, Resolved } from "./filter";
import type { EntryCursor } from "./list";

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
const budgets = [400, 2_000, 6_000, 16_000] as const;
const leastPerKey = 4;

/** The first `want` entries from here on, in the direction of the cursor. */
export async function findPage(
  resolved: Resolved,
  cursor: EntryCursor | null,
  want: number,
): Promise<Found[]> {
  const direction = cursor?.direction ?? "older";
  const start = startOf(resolved, cursor);
  let scans = resolved.paths.map((path) => openScan(resolved, path, { direction, start, want }));
  for (let round = 0; ; round += 1) {
    const budget = budgets[Math.min(round, budgets.length - 1)] ?? 0;
    for (const scan of scans) {
      const found = await scan.step(budget);
      if (found) return found;
    }
    if (resolved.text) return findByName(resolved, { direction, start, want });
    // What is rare among all is found sooner by a key.
    if (round === 1 && scans.length > 1) scans = scans.filter((scan) => scan.path.column !== null);
    // The embedded database never leaves the thread: others may want to be answered meanwhile.
    await new Promise((next) => setImmediate(next));
  }
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
  const { until } = range;
  if (cursor?.direction === "newer") return { at: isoOf(cursor.at), id: cursor.id };
  if (cursor && (until === null || cursor.at < until)) return { at: isoOf(cursor.at), id: cursor.id };
  return { at: until === null ? "infinity" : isoOf(until), id: 0 };
}

function isoOf(at: Instant): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "infinity" : date.toISOString();
}

type Open = Start & PathKey;

interface StepRow extends Record<string, unknown> {
  place: number;
  at: number;
  id: number;
  hit: boolean;
  read: number;
  back: number;
}

function openScan(resolved: Resolved, path: Path, { direction, start, want }: Task) {
  let open: Open[] = path.keys.map((key) => ({ ...key, ...start }));
  let hits: Found[] = [];
  const ahead = direction === "older" ? -1 : 1;
  const order = (a: Found, b: Found) => ahead * (a.at - b.at || a.id - b.id);
  return {
    path,
    /** Reads on; the page if it is complete by now. */
    async step(budget: number): Promise<Found[] | null> {
      const share = Math.max(leastPerKey, Math.ceil(budget / open.length));
      const each = path.isWhole ? Math.min(want, share) : share;
      const rows = await readStep(resolved, path, { open, each, direction, want });
      hits = [...hits, ...rows.filter((row) => row.hit)].sort(order);
      const ends = rows.filter((row) => row.back === 1 && row.read === each);
      open = ends.flatMap(({ place, at, id }) => {
        const from = open[place];
        return from ? [{ ...from, at: isoOf(at), id }] : [];
      });
      // Beyond the key that has come the least far there may be others before these.
      const [nearest] = ends.toSorted(order);
      const sure = nearest ? hits.filter((hit) => order(hit, nearest) <= 0) : hits;
      return open.length === 0 || sure.length >= want
        ? sure.slice(0, want).map(({ id, at }) => ({ id, at }))
        : null;
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
  const { by, beyond } = orders[direction];
  const { rows } = await getDb().execute<StepRow>(sql`
    with seen as materialized (
      select p.place, e.*
      from jsonb_to_recordset(${JSON.stringify(starts)}::jsonb) as p(place int, key text, second text, at timestamptz, id bigint)
      cross join lateral (
        select ${columns} from entries e
        where ${keyOf(path)} and (e.occurred_at, e.id) ${beyond} (p.at, p.id) and ${within(range)}
        order by e.occurred_at ${by}, e.id ${by}
        limit ${each}
      ) e
    ), told as (
      select e.place, e.occurred_at, e.id, ${where ?? sql`true`} as hit,
        (count(*) over (partition by e.place))::int as read,
        (row_number() over (partition by e.place order by e.occurred_at ${by}, e.id ${by}))::int as nth
      from seen e
    ), ranked as (
      select *, row_number() over (partition by hit order by occurred_at ${by}, id ${by}) as best from told
    )
    select place, ${milliseconds} as at, id::float8 as id, (hit and best <= ${want}) as hit, read,
      (read - nth + 1)::int as back
    from ranked where (hit and best <= ${want}) or nth = read`);
  return rows;
}

const orders = {
  older: { by: sql.raw("desc"), beyond: sql.raw("<") },
  newer: { by: sql.raw("asc"), beyond: sql.raw(">") },
} as const;

const columns = sql.raw(
  [
    ...["id", "occurred_at", "device_id", "staff_id", "device_type", "action"],
    ...["trigger", "source", "outcome", "name", "person"],
  ]
    .map((column) => `e.${column}`)
    .join(", "),
);

const milliseconds = sql.raw("round(extract(epoch from occurred_at) * 1000)::float8");

function keyOf({ column }: Path): SQL {
  switch (column) {
    case "device_id":
      return sql`e.device_id = p.key::uuid`;
    case "staff_id":
      return sql`e.staff_id = p.key::uuid`;
    case "outcome":
      return sql`e.outcome = p.key`;
    case "device_id, outcome":
      return sql`e.device_id = p.key::uuid and e.outcome = p.second`;
    case "trigger":
      return sql`e.trigger = p.key::int`;
    case "source":
      return sql`e.source = p.key::int`;
    case "action":
      return sql`e.action = p.key::int`;
    default:
      return sql`true`;
  }
}

function within({ from, until }: Resolved["range"]): SQL {
  const parts = [
    from === null ? [] : [sql`e.occurred_at >= ${isoOf(from)}::timestamptz`],
    until === null ? [] : [sql`e.occurred_at < ${isoOf(until)}::timestamptz`],
  ].flat();
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

/** A name that is rare: all entries with it, by the index over names. */
async function findByName(
  { range, where, text }: Resolved,
  { direction, start, want }: Task,
): Promise<Found[]> {
  const { by, beyond } = orders[direction];
  const { rows } = await getDb().execute<{ id: number; at: number }>(sql`
    with named as materialized (select ${columns} from entries e where ${text})
    select id::float8 as id, ${milliseconds} as at from named e
    where ${where} and (e.occurred_at, e.id) ${beyond} (${start.at}::timestamptz, ${start.id}) and ${within(range)}
    order by e.occurred_at ${by}, e.id ${by}
    limit ${want}`);
  return rows;
}

const mostCounted = 10_000;
/** So many are looked at to count: an exact number of millions would take longer than anybody waits. */
const countBudget = 20_000;

export interface EntryCount {
  readonly count: number;
  /** False: there are more than that. */
  readonly isExact: boolean;
}

/** How many there are, up to 10,000 or as far as it can be told quickly. */
export async function countFound(resolved: Resolved): Promise<EntryCount> {
  const { range, where, text } = resolved;
  if (where === undefined || text !== undefined) return countPlainly(resolved);
  const [path] = resolved.paths;
  if (!path) throw new Error("a filter always has a path");
  const each = Math.max(leastPerKey, Math.ceil(countBudget / path.keys.length));
  const { rows } = await getDb().execute<{ found: number; more: boolean }>(sql`
    select coalesce(sum(s.found), 0)::int as found, coalesce(bool_or(s.seen = ${each}), false) as more
    from jsonb_to_recordset(${JSON.stringify(path.keys)}::jsonb) as p(key text, second text)
    cross join lateral (
      select count(*) as seen, count(*) filter (where ${where}) as found from (
        select ${columns} from entries e where ${keyOf(path)} and ${within(range)}
        order by e.occurred_at desc, e.id desc limit ${each}
      ) e
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
