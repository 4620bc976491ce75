import "server-only";
import { eq } from "drizzle-orm";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { installation } from "@/lib/db/schema";
import { type RetentionSettings, retentionSettingsSchema } from "./schema";

const key = "retention";
const defaults: RetentionSettings = { auditDays: 3650, pastDays: 3650 };

/** How many days the trail of admins and the history of access are kept; ten years until somebody decides. */
export async function getRetentionSettings(db: Db | Tx = getDb()): Promise<RetentionSettings> {
  const [row] = await db
    .select({ value: installation.value })
    .from(installation)
    .where(eq(installation.key, key));
  // What cannot be read must not shorten anything.
  const stored = retentionSettingsSchema.safeParse({ ...defaults, ...(row?.value as object | undefined) });
  return stored.success ? stored.data : defaults;
}

export async function storeRetentionSettings(tx: Tx, value: RetentionSettings): Promise<void> {
  await tx
    .insert(installation)
    .values({ key, value })
    .onConflictDoUpdate({ target: installation.key, set: { value } });
}
