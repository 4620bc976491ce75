import "server-only";
import { eq, sql } from "drizzle-orm";
import type { AccountId } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import { webhooks } from "@/lib/db/schema";
import { log } from "@/lib/log";

const waitMs = 2_000;
const counts = new Map<AccountId, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Counts a call with a wrong signature. Written down in a lump, so that whoever floods the address causes no work. */
export function noteRejected(db: Db, accountId: AccountId): void {
  counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  if (timer) return;
  timer = setTimeout(() => {
    flushRejected(db, new Date()).catch((error: unknown) => {
      log.warn({ err: error }, "refused webhooks could not be counted");
    });
  }, waitMs);
  timer.unref();
}

/** Writes down what was counted. */
export async function flushRejected(db: Db, now: Date): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const counted = [...counts];
  counts.clear();
  for (const [accountId, count] of counted) {
    await db
      .update(webhooks)
      .set({ rejected: sql`${webhooks.rejected} + ${count}`, lastRejectedAt: now })
      .where(eq(webhooks.accountId, accountId));
  }
}
