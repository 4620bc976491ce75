import "server-only";
import { desc, gte, lt, lte, min, sql } from "drizzle-orm";
import { systemActor } from "@/lib/auth/actor";
import { type Tx, transact } from "@/lib/db/connection";
import { auditCuts, auditEvents } from "@/lib/db/schema";
import { lockTrail, record } from "./record";

const keepYears = 10;

/**
 * Deletes events of more than ten years ago. Only the oldest ones may go, never one in the middle, and where the trail was
 * cut is kept: what is left still proves itself, beginning with the hash of the last event that went.
 */
export async function cutTrail(now: Date): Promise<number> {
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - keepYears);
  return transact(async (tx) => {
    await lockTrail(tx);
    // A clock may have been wrong for a moment: nothing goes that came after the first event that is young.
    const [young] = await tx
      .select({ id: min(auditEvents.id) })
      .from(auditEvents)
      .where(gte(auditEvents.at, before));
    const [last] = await tx
      .select({ id: auditEvents.id, hash: auditEvents.hash })
      .from(auditEvents)
      .where(young?.id == null ? undefined : lt(auditEvents.id, young.id))
      .orderBy(desc(auditEvents.id))
      .limit(1);
    return last ? cutUpTo(tx, last, { before, now }) : 0;
  });
}

async function cutUpTo(
  tx: Tx,
  last: { id: number; hash: string },
  { before, now }: { before: Date; now: Date },
): Promise<number> {
  // The trigger of the table lets nothing be deleted unless the transaction says what it is.
  await tx.execute(sql`select set_config('postern.audit_cut', 'on', true)`);
  const gone = await tx
    .delete(auditEvents)
    .where(lte(auditEvents.id, last.id))
    .returning({ id: auditEvents.id });
  await tx.execute(sql`select set_config('postern.audit_cut', 'off', true)`);
  await tx.insert(auditCuts).values({ lastId: last.id, hash: last.hash, count: gone.length, at: now });
  const detail = { count: gone.length, before: before.toISOString() };
  await record(tx, systemActor(), [{ type: "audit.cut", detail }], now);
  return gone.length;
}
