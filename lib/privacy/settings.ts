import "server-only";
import { eq } from "drizzle-orm";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { installation } from "@/lib/db/schema";
import { type PrivacySettings, privacySettingsSchema } from "./schema";

export const privacyKey = "privacy";

const defaults: PrivacySettings = { namesHidden: false, inside: false };

/** What the office decided about names and presence; both are off until it does. */
export async function getPrivacySettings(db: Db | Tx = getDb()): Promise<PrivacySettings> {
  const [row] = await db
    .select({ value: installation.value })
    .from(installation)
    .where(eq(installation.key, privacyKey));
  // A value that cannot be read must not show what somebody hid: that is a fault, not a default.
  return row ? privacySettingsSchema.parse({ ...defaults, ...(row.value as object) }) : defaults;
}
