import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Tx } from "@/lib/db/connection";
import { accountSync } from "@/lib/db/schema";
import type { SyncContext } from "./context";

/** Longer than any turn; a worker that was killed gives the account free after this time. */
const leaseMs = 60_000;

/** Keeps the account for this worker; false when another one has taken it, as after a long sleep of this process. */
export async function renewLease(
  db: SyncContext["db"] | Tx,
  { account, worker, now }: SyncContext,
): Promise<boolean> {
  const kept = await db
    .update(accountSync)
    .set({ leaseUntil: new Date(now() + leaseMs) })
    .where(and(eq(accountSync.accountId, account.id), eq(accountSync.leaseOwner, worker)))
    .returning({ accountId: accountSync.accountId });
  return kept.length > 0;
}

/** Frees every account. Only for who alone can have the database: then no lease belongs to anybody who lives. */
export async function freeLeases(db: SyncContext["db"]): Promise<void> {
  await db.update(accountSync).set({ leaseOwner: null, leaseUntil: null });
}

/**
 * Runs `work` while this worker alone acts for the account; null when another one does. One worker per account keeps
 * the writes to each door in order.
 */
export async function withLease<T>(context: SyncContext, work: () => Promise<T>): Promise<T | null> {
  const { db, account, worker, now } = context;
  const mine = eq(accountSync.leaseOwner, worker);
  const free = or(isNull(accountSync.leaseUntil), lt(accountSync.leaseUntil, new Date(now())), mine);
  const taken = await db
    .update(accountSync)
    .set({ leaseOwner: worker, leaseUntil: new Date(now() + leaseMs) })
    .where(and(eq(accountSync.accountId, account.id), free))
    .returning({ accountId: accountSync.accountId });
  if (taken.length === 0) return null;
  const renewal = setInterval(() => {
    renewLease(db, context).catch((error: unknown) =>
      context.log.error({ err: error }, "the lease could not be renewed"),
    );
  }, leaseMs / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await db
      .update(accountSync)
      .set({ leaseOwner: null, leaseUntil: null })
      .where(and(eq(accountSync.accountId, account.id), mine));
  }
}
