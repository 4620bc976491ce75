import "server-only";
import { sql } from "drizzle-orm";
import { transact } from "@/lib/db/connection";

/**
 * Forgets the names that stand on no entry any more, since entries were deleted or their names completed. Whoever is
 * writing entries is waited for, or a name that is just coming back would be lost.
 */
export async function forgetNames(): Promise<void> {
  await transact(async (tx) => {
    await tx.execute(sql`lock table entry_names in share row exclusive mode`);
    await tx.execute(
      sql`delete from entry_names n where not exists (select 1 from entries e where e.who = n.who)`,
    );
  });
}
