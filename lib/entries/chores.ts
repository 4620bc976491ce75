import "server-only";
import { sql } from "drizzle-orm";
import { getDatabase } from "@/lib/db/connection";
import type { Chore } from "@/lib/jobs/chores";

/** So much more than at the last count, and a plan may be made for another table. */
const growth = 1.2;
const least = 500;

/**
 * A server gathers statistics of its tables by itself. The embedded database has nobody who does, and without them it
 * would sort a whole door's entries to show the newest fifty.
 */
export const entriesChores: readonly Chore[] = [
  {
    name: "entry_statistics",
    everyMs: 60_000,
    atMostMs: 60_000,
    isDue: async () => getDatabase().kind === "pglite" && (await hasGrown()),
    async run() {
      await getDatabase().db.execute(sql`analyze entries`);
      return false;
    },
  },
];

async function hasGrown(): Promise<boolean> {
  const { rows } = await getDatabase().db.execute<{ counted: number; last: number }>(sql`
    select (select greatest(reltuples, 0) from pg_class where oid = 'entries'::regclass)::float8 as counted,
      (select coalesce(max(id), 0) from entries)::float8 as last`);
  const { counted = 0, last = 0 } = rows[0] ?? {};
  return last > least && last > counted * growth;
}
