import "server-only";
import { asc, desc, eq, sql } from "drizzle-orm";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { placements, sites } from "@/lib/db/schema";

/** The office's zone where no door is in question: that of the site with most doors. */
export async function officeZone(db: Db | Tx = getDb()): Promise<string> {
  const [site] = await db
    .select({ timeZone: sites.timeZone })
    .from(sites)
    .leftJoin(placements, eq(placements.siteId, sites.id))
    .groupBy(sites.id, sites.timeZone, sites.name)
    .orderBy(desc(sql`count(${placements.deviceId})`), asc(sites.name))
    .limit(1);
  return site?.timeZone ?? "UTC";
}
