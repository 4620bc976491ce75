import "server-only";
import { and, asc, desc, gte, lt, lte, min, type SQL, sql } from "drizzle-orm";
import { systemActor } from "@/lib/auth/actor";
import { type Tx, transact } from "@/lib/db/connection";
import { auditCuts, auditEvents } from "@/lib/db/schema";
import { getHoldsInForce, isAnythingHeld } from "@/lib/retention/holds";
import { getRetentionSettings } from "@/lib/retention/settings";
import { lockTrail, record } from "./record";

/** So many events in one transaction: the embedded database lets nobody else in meanwhile. */
export const mostCut = 2_000;
const dayMs = 24 * 3_600_000;

/**
 * Deletes the oldest of the events that are older than the trail is kept. Only the oldest ones may go, never one in the
 * middle, and where the trail was cut is kept: what is left still proves itself, beginning with the hash of the last event
 * that went. While anything is held nothing goes, since nobody can tell what of one chain a hold is about.
 */
export async function cutTrail(now: Date, most = mostCut): Promise<number> {
  return transact(async (tx) => {
    await lockTrail(tx);
    if (isAnythingHeld(await getHoldsInForce(tx))) return 0;
    const { auditDays } = await getRetentionSettings(tx);
    const before = new Date(now.getTime() - auditDays * dayMs);
    // A clock may have been wrong for a moment: nothing goes that came after the first event that is young.
    const [young] = await tx
      .select({ id: min(auditEvents.id) })
      .from(auditEvents)
      .where(gte(auditEvents.at, before));
    const last = await findLast(tx, young?.id == null ? undefined : lt(auditEvents.id, young.id), most);
    return last ? cutUpTo(tx, last, { before, now }) : 0;
  });
}

interface Place {
  readonly id: number;
  readonly hash: string;
}

/** The last one of the first `most` that are old. */
async function findLast(tx: Tx, isOld: SQL | undefined, most: number): Promise<Place | undefined> {
  const place = { id: auditEvents.id, hash: auditEvents.hash };
  const first = tx.select(place).from(auditEvents).where(and(isOld)).orderBy(asc(auditEvents.id)).limit(most);
  const some = first.as("some");
  const [last] = await tx.select().from(some).orderBy(desc(some.id)).limit(1);
  return last;
}

async function cutUpTo(tx: Tx, last: Place, { before, now }: { before: Date; now: Date }): Promise<number> {
  const isGoing = lte(auditEvents.id, last.id);
  const count = await tx.$count(auditEvents, isGoing);
  await tx.insert(auditCuts).values({ lastId: last.id, hash: last.hash, count, at: now });
  // The cut stands in what is left, too: a row of the table of cuts alone is not believed (verifyTrail). It is noted while
  // the event before is still there, to follow from it.
  const detail = { count, before: before.toISOString(), lastId: last.id, lastHash: last.hash };
  await record(tx, systemActor(), [{ type: "audit.cut", detail }], now);
  // The trigger of the table lets nothing be deleted unless the transaction says what it is.
  await tx.execute(sql`select set_config('postern.audit_cut', 'on', true)`);
  await tx.delete(auditEvents).where(isGoing);
  await tx.execute(sql`select set_config('postern.audit_cut', 'off', true)`);
  return count;
}
