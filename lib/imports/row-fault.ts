import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/connection";

/** Classes of SQLSTATE that speak of the values themselves: cardinality, data, integrity, check option, size, raised. */
const aboutValues = /^(21|22|23|44|54|P0)...$/;

/**
 * Is it the row that cannot be written, so that the next one may be? Not when the database is away, full, stopping, or in
 * a deadlock: every row would fail then, and all of them can be written later.
 */
export async function isFaultOfRow(tx: Tx, error: unknown): Promise<boolean> {
  const code = codeOf(error);
  // Node names its own mistakes (ERR_...), but a broken connection too (ECONNRESET).
  if (code !== null && !aboutValues.test(code) && !code.startsWith("ERR_")) return false;
  // A connection that ended often says so without any code.
  return tx.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string | null {
  for (let cause = error, depth = 0; cause instanceof Object && depth < 5; depth++) {
    const { code, cause: next } = cause as Record<string, unknown>;
    if (typeof code === "string") return code;
    cause = next;
  }
  return null;
}
