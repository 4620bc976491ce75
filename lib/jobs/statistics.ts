import "server-only";
import { sql } from "drizzle-orm";
import { type Database, getDatabase } from "@/lib/db/connection";
import type { Chore } from "./chores";

/** So much more than at the last count, and a plan may be made for another table. */
const growth = 1.2;
const leastBytes = 128 * 1024;

/**
 * A server gathers statistics of its tables by itself. The embedded database has nobody who does, and without them it
 * would sort a whole door's entries to show the newest fifty, and go through all codes once per person.
 */
export const statisticsChores: readonly Chore[] = [
  {
    name: "statistics",
    everyMs: 60_000,
    atMostMs: 60_000,
    isDue: async () => getDatabase().kind === "pglite" && (await grownTables(getDatabase())).length > 0,
    async run() {
      await countGrownTables(getDatabase());
      return false;
    },
  },
];

export async function countGrownTables(database: Pick<Database, "db">): Promise<void> {
  for (const table of await grownTables(database)) {
    await database.db.execute(sql`analyze ${sql.identifier(table)}`);
    // It never leaves the thread: others may want to be answered between two tables.
    await new Promise((next) => setImmediate(next));
  }
}

async function grownTables({ db }: Pick<Database, "db">): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select relname::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > ${leastBytes}
      and pg_relation_size(oid) > relpages::bigint * current_setting('block_size')::int * ${growth}::float8
    order by relname`);
  return rows.map(({ name }) => name);
}
