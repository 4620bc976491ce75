import "server-only";
import { eq } from "drizzle-orm";
import { installation } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { SyncContext } from "@/lib/sync/context";
import { register } from "@/lib/webhooks/registration";

const seededKey = "demo_webhook_seeded";

/** Asks the simulator to tell its news at once, one time: whoever switches it off in the demo has decided so. */
export async function seedWebhook(context: SyncContext, publicUrl: string): Promise<void> {
  const { db, log } = context;
  const [seeded] = await db.select().from(installation).where(eq(installation.key, seededKey));
  if (seeded) return;
  try {
    await register(context, publicUrl);
    await db.insert(installation).values({ key: seededKey, value: true });
  } catch (error) {
    // Another simulator may refuse; the demo then looks every few seconds, as an office with a plain token does.
    if (!(error instanceof NukiError)) throw error;
    log.info({ err: error }, "the demo has no webhook");
  }
}
