import "server-only";
import { lt, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/connection";
import { liveEvents } from "@/lib/db/schema";

/** Throws away news older than an hour: who was away for longer reads the whole page. Returns how many. */
export async function pruneNews(db: Db): Promise<number> {
  const gone = await db
    .delete(liveEvents)
    .where(lt(liveEvents.at, sql`now() - interval '1 hour'`))
    .returning({ id: liveEvents.id });
  return gone.length;
}
