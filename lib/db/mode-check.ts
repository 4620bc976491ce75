import { eq } from "drizzle-orm";
import type { Env } from "@/lib/env";
import type { Db } from "./connection";
import { installation } from "./schema";

const row = "mode";

const refusals: Record<Env["mode"], string> = {
  demo: "its data belongs to a real Nuki account, and NUKI_API_TOKEN is missing: set it, or name another DATA_DIR (DATABASE_URL) for the demo",
  nuki: "its data is the demo office, whose password everybody knows: name another DATA_DIR (DATABASE_URL) for the real doors",
};

/**
 * Refuses to open the demo's data for real doors, and the other way round: the demo's owner, public on purpose, would
 * open them, or made-up staff would stand among the real ones.
 */
export async function assertModeFits(db: Db, mode: Env["mode"]): Promise<void> {
  await db.insert(installation).values({ key: row, value: mode }).onConflictDoNothing();
  const [found] = await db.select().from(installation).where(eq(installation.key, row));
  if (found?.value !== mode) throw new Error(refusals[mode]);
}
