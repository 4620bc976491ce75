import "server-only";
import { and, desc, eq, gt } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { nameReveals } from "@/lib/db/schema";

/** Until when this very admin reads names although they are hidden; null: not now. */
export async function findReveal(
  { adminId }: Actor,
  now: Instant,
  db: Db | Tx = getDb(),
): Promise<Instant | null> {
  if (adminId === null) return null;
  const [row] = await db
    .select({ until: nameReveals.until })
    .from(nameReveals)
    .where(and(eq(nameReveals.adminId, adminId), gt(nameReveals.until, new Date(now))))
    .orderBy(desc(nameReveals.until))
    .limit(1);
  return row?.until.getTime() ?? null;
}
