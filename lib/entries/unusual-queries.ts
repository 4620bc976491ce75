import "server-only";
import { sql } from "drizzle-orm";
import type { DeviceId, Instant } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { entries } from "@/lib/db/schema";
import { nameViewOf } from "@/lib/privacy/names";
import { addDays, localDateOf, startOfDay } from "@/lib/time/zones";
import { resolve } from "./filter";
import type { EntryFilter } from "./list";
import { mostDrawn } from "./pictures";
import type { TimeRange } from "./range";
import { newestOf } from "./scan";
import {
  bandsBefore,
  burstsOf,
  busy,
  daysBefore,
  type FirstOpening,
  firstOpeningsOf,
  fullDaysOf,
  history,
  judgeDay,
  judgeFirst,
  judgeHour,
  momentOf,
  openHoursOf,
  type Unusual,
  type Watched,
} from "./unusual";

/** Without a time it is a week that is looked at, and never more than a month. */
export const lookedDays = { usual: 7, most: 31 };
/** So many questions are asked at most, about the newest candidates. */
const most = { first: 200, hours: 300, days: 60, lines: 60 };
/** An hour with more openings than that is no odd one, or it is told as a busy day. */
const oddAtMost = 5;
/** So many entries of a door are looked at to see how much it was used: more make no difference. */
const mostCounted = 4_000;

export type UnusualLine = Unusual & {
  readonly doorName: string;
  /** Empty where nobody is meant. */
  readonly person: string;
};

export interface UnusualEntries {
  /** What was looked at. */
  readonly from: Instant;
  readonly until: Instant;
  readonly looked: number;
  /** There were more entries than are looked at. */
  readonly isCut: boolean;
  /** Newest first. */
  readonly lines: readonly UnusualLine[];
  /** There are more lines than are told. */
  readonly hasMore: boolean;
}

/** What stands out among the entries that are filtered, measured by the weeks before. */
export async function findUnusual(
  actor: Actor,
  filter: EntryFilter,
  now: Instant = Date.now(),
): Promise<UnusualEntries> {
  assertMay(actor, "entries:read");
  const { timeZone } = filter;
  const stretch = stretchOf(filter.range, { now, timeZone });
  const watched = await readWatched(actor, { ...filter, range: stretch });
  const doors = await readDoors(
    watched.map(({ deviceId }) => deviceId),
    stretch.from,
  );
  const hours = openHoursOf(watched, timeZone);
  const odd = hours.filter(({ count }) => count <= oddAtMost).slice(0, most.hours);
  const full = fullDaysOf(hours, timeZone).slice(0, most.days);
  const first = firstOpeningsOf(watched)
    .filter((one) =>
      judgeFirst(one, { knownSince: doors.get(one.deviceId)?.knownSince ?? null, cameBefore: false }),
    )
    .slice(0, most.first);
  // Many doors are opened in the same hour, and a calendar is slow to ask.
  const bands = new Map<string, ReturnType<typeof bandsBefore>>();
  for (const hour of odd) {
    const key = `${hour.day} ${hour.hour}`;
    if (!bands.has(key)) bands.set(key, bandsBefore(hour, timeZone));
  }
  const [ofHours, ofDays, newcomers] = [
    await countBefore(
      odd.map((hour) => ({
        deviceId: hour.deviceId,
        stretches: bands.get(`${hour.day} ${hour.hour}`) ?? [],
        most: history.mostWeeks,
      })),
    ),
    await countBefore(
      full.map((day) => ({
        ...{ deviceId: day.deviceId, stretches: daysBefore(day, timeZone) },
        most: Math.ceil(day.count / busy.times) + 1,
      })),
    ),
    await whoCameBefore(first),
  ];
  const before = (deviceId: DeviceId, weekly: readonly number[] | undefined) => ({
    ...{ knownSince: null, openings: 0, ...doors.get(deviceId) },
    weekly: weekly ?? [],
  });
  const found = [
    ...burstsOf(watched),
    ...first.map((one, index) =>
      judgeFirst(one, { ...before(one.deviceId, []), cameBefore: newcomers[index] !== false }),
    ),
    ...odd.map((one, index) => judgeHour(one, before(one.deviceId, ofHours[index]))),
    ...full.map((one, index) => judgeDay(one, before(one.deviceId, ofDays[index]))),
  ]
    .filter((line) => line !== null)
    .sort((a, b) => momentOf(b) - momentOf(a));
  return {
    ...stretch,
    looked: watched.length,
    isCut: watched.length >= mostDrawn,
    lines: await withNames(actor, found.slice(0, most.lines), watched, doors),
    hasMore: found.length > most.lines,
  };
}

function stretchOf(
  { from, until }: TimeRange,
  { now, timeZone }: { now: Instant; timeZone: string },
): { from: Instant; until: Instant } {
  const end = Math.min(until ?? now, now);
  const daysBack = (days: number) => startOfDay(addDays(localDateOf(end - 1, timeZone), 1 - days), timeZone);
  const start = from === null ? daysBack(lookedDays.usual) : Math.max(from, daysBack(lookedDays.most));
  return { from: Math.min(start, end), until: end };
}

interface Row extends Watched {
  readonly name: string;
}

async function readWatched(actor: Actor, filter: EntryFilter): Promise<Row[]> {
  const outcomes = (["opened", "refused"] as const).filter(
    (outcome) => filter.outcomes.length === 0 || filter.outcomes.includes(outcome),
  );
  const resolved = outcomes.length > 0 ? await resolve(actor, { ...filter, outcomes }) : null;
  const ids = resolved ? await newestOf(resolved, mostDrawn) : [];
  if (ids.length === 0) return [];
  const rows = await getDb()
    .select({
      at: entries.occurredAt,
      deviceId: entries.deviceId,
      staffId: entries.staffId,
      outcome: entries.outcome,
      name: sql<string>`coalesce(${entries.person}, ${entries.name})`,
    })
    .from(entries)
    .where(isAny(entries.id, ids, "bigint"));
  return rows.map((row) => ({
    ...row,
    at: row.at.getTime(),
    outcome: row.outcome === "refused" ? "refused" : "opened",
  }));
}

interface DoorPast {
  readonly name: string;
  readonly knownSince: Instant | null;
  readonly openings: number;
}

/** Since when each door is known, and how much it was used in the weeks before. */
async function readDoors(ids: readonly DeviceId[], from: Instant): Promise<Map<DeviceId, DoorPast>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Map();
  const since = new Date(from - history.mostWeeks * 7 * 86_400_000).toISOString();
  const { rows } = await getDb().execute<DoorPast & { id: DeviceId } & Record<string, unknown>>(sql`
    select d.id, d.name, (
      select round(extract(epoch from e.occurred_at) * 1000)::float8 from entries e
      where (e.device_id, e.occurred_at, e.id) >= (d.id, '-infinity'::timestamptz, 0)
        and (e.device_id, e.occurred_at, e.id) < (d.id, 'infinity'::timestamptz, 0)
      order by e.device_id, e.occurred_at, e.id limit 1
    ) as "knownSince", (
      select count(*)::int from (
        select e.outcome from entries e
        where e.device_id = d.id and e.occurred_at >= ${since}::timestamptz
          and e.occurred_at < ${new Date(from).toISOString()}::timestamptz
        limit ${mostCounted}
      ) counted where outcome = 'opened'
    ) as openings
    from devices d where ${isAny(sql`d.id`, asked)}`);
  return new Map(rows.map(({ id, name, knownSince, openings }) => [id, { name, knownSince, openings }]));
}

interface Question {
  readonly deviceId: DeviceId;
  readonly stretches: readonly { readonly from: Instant; readonly until: Instant }[];
  /** Counting ends here: more makes no difference. */
  readonly most: number;
}

const questionsAtOnce = 40;

/** The openings of a door in each of some stretches of time. */
async function countBefore(questions: readonly Question[]): Promise<number[][]> {
  const answers: number[][] = questions.map(() => []);
  for (let start = 0; start < questions.length; start += questionsAtOnce) {
    const asked = questions.slice(start, start + questionsAtOnce).flatMap((question, index) =>
      question.stretches.map(({ from, until }, week) => ({
        ...{ question: start + index, week, door: question.deviceId, most: question.most },
        ...{ since: new Date(from).toISOString(), until: new Date(until).toISOString() },
      })),
    );
    const { rows } = await getDb().execute<{ question: number; week: number; count: number }>(sql`
      select p.question, p.week, s.count
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        as p(question int, week int, door uuid, most int, since timestamptz, until timestamptz)
      cross join lateral (
        select count(*)::int as count from (
          select 1 from entries e
          where e.device_id = p.door and e.occurred_at >= p.since and e.occurred_at < p.until and e.outcome = 'opened'
          limit p.most
        ) counted
      ) s`);
    for (const { question, week, count } of rows) {
      const answer = answers[question];
      if (answer) answer[week] = count;
    }
    // The embedded database never leaves the thread: others may want to be answered meanwhile.
    await new Promise((next) => setImmediate(next));
  }
  return answers;
}

/** Did these people open these doors before? */
async function whoCameBefore(candidates: readonly FirstOpening[]): Promise<boolean[]> {
  const answers: boolean[] = [];
  for (let start = 0; start < candidates.length; start += questionsAtOnce) {
    const asked = candidates
      .slice(start, start + questionsAtOnce)
      .map(({ staffId, deviceId, at }, place) => ({
        ...{ place, who: staffId, door: deviceId, at: new Date(at).toISOString() },
      }));
    const { rows } = await getDb().execute<{ place: number; before: boolean }>(sql`
      select p.place, exists (
        select 1 from entries e
        where e.staff_id = p.who and e.device_id = p.door and e.occurred_at < p.at and e.outcome = 'opened'
      ) as before
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as p(place int, who uuid, door uuid, at timestamptz)`);
    for (const { place, before } of rows) answers[start + place] = before;
    await new Promise((next) => setImmediate(next));
  }
  return answers;
}

async function withNames(
  actor: Actor,
  lines: readonly Unusual[],
  watched: readonly Row[],
  doors: ReadonlyMap<DeviceId, DoorPast>,
): Promise<UnusualLine[]> {
  const view = await nameViewOf(actor);
  const names = new Map(watched.map(({ staffId, name }) => [staffId, name]));
  return lines.map((line) => {
    const facts = { doorName: doors.get(line.deviceId)?.name ?? "" };
    if (line.kind !== "first") return { ...line, ...facts, person: "" };
    const person = view.of(line.staffId, names.get(line.staffId) ?? "");
    return { ...line, ...facts, person, staffId: view.hidden ? null : line.staffId };
  });
}
