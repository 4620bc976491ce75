import "server-only";
import { sql } from "drizzle-orm";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { resolve } from "./filter";
import type { EntryFilter } from "./list";
import { newestOf } from "./scan";

/** So many entries are drawn at most, the newest: a picture must not take longer than a page. */
export const mostDrawn = 10_000;

export interface EntryPictures {
  readonly total: number;
  /** Seven days, Monday first, of 24 hours each. */
  readonly byHour: readonly (readonly number[])[];
  /** Newest day first. */
  readonly byDay: readonly { readonly day: string; readonly count: number; readonly refused: number }[];
}

/** What is filtered as counts by hour of the week and by day, as the clock of a zone has them. */
export async function countForPictures(
  actor: Actor,
  filter: EntryFilter,
  timeZone: string,
): Promise<EntryPictures> {
  assertMay(actor, "entries:read");
  const resolved = await resolve(actor, filter);
  const ids = resolved ? await newestOf(resolved, mostDrawn) : [];
  const byHour = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  const days = new Map<string, { count: number; refused: number }>();
  if (ids.length === 0) return { total: 0, byHour, byDay: [] };
  const { rows } = await getDb().execute<{ day: string; hour: number; count: number; refused: number }>(sql`
    select to_char(e.occurred_at at time zone ${timeZone}, 'YYYY-MM-DD') as day,
      extract(hour from e.occurred_at at time zone ${timeZone})::int as hour, count(*)::int as count,
      (count(*) filter (where e.outcome = 'refused'))::int as refused
    from entries e where e.id = any(${`{${ids.join(",")}}`}::bigint[]) group by 1, 2 order by 1 desc, 2`);
  for (const { day, hour, count, refused } of rows) {
    const hours = byHour[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7];
    if (hours) hours[hour] = (hours[hour] ?? 0) + count;
    const before = days.get(day);
    days.set(day, {
      count: (before?.count ?? 0) + count,
      refused: (before?.refused ?? 0) + refused,
    });
  }
  const byDay = [...days].map(([day, counts]) => ({ day, ...counts }));
  return { total: ids.length, byHour, byDay };
}
