import { eq } from "drizzle-orm";
import type { Db } from "./connection";
import { installation } from "./schema";
import type { Secrets } from "./secrets";

const row = "key_check";

/** Refuses to run with another key than the one the data was sealed with, which would show only at the first door. */
export async function assertKeyFits(db: Db, secrets: Secrets): Promise<void> {
  const sealed = secrets.seal(row, row).toString("base64");
  await db.insert(installation).values({ key: row, value: sealed }).onConflictDoNothing();
  const [found] = await db.select().from(installation).where(eq(installation.key, row));
  try {
    secrets.unseal(Buffer.from(String(found?.value), "base64"), row);
  } catch (error) {
    throw new Error(
      "the data was sealed with another key: restore the file encryption-key, or set the former ENCRYPTION_KEY",
      { cause: error },
    );
  }
}
