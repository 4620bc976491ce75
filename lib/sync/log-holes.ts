import { and, asc, eq, gte, isNull, lte } from "drizzle-orm";
import type { AccountId, Instant } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { logHoles } from "@/lib/db/schema";
import type { LogHole, LogWalk } from "@/lib/entries/log-state";

type OpenHole = typeof logHoles.$inferSelect;
/** What is wrong with a door for days is one hole, which grows. */
const oneCauseMs = 24 * 3_600_000;

/** Remembers that entries of this time may be missing: one row per cause and stretch, however often it is found. */
export async function noteHole(
  tx: Db | Tx,
  accountId: AccountId,
  { device, from, to, why, at }: LogHole,
): Promise<void> {
  const [known] = await tx
    .select()
    .from(logHoles)
    .where(
      and(
        isOpen(accountId),
        device === null ? isNull(logHoles.deviceNukiId) : eq(logHoles.deviceNukiId, device),
        eq(logHoles.why, why),
        lte(logHoles.from, new Date(to + oneCauseMs)),
        gte(logHoles.to, new Date(from - oneCauseMs)),
      ),
    )
    .orderBy(asc(logHoles.id))
    .limit(1);
  const stretch = {
    from: new Date(Math.min(from, known?.from.getTime() ?? from)),
    to: new Date(Math.max(to, known?.to.getTime() ?? to)),
  };
  if (known) await tx.update(logHoles).set(stretch).where(eq(logHoles.id, known.id));
  else
    await tx
      .insert(logHoles)
      .values({ accountId, deviceNukiId: device, ...stretch, why, foundAt: new Date(at) });
}

/** A walk has come to its end: what it has read all of is no hole any more. Returns how many are filled. */
export async function fillHoles(
  tx: Db | Tx,
  accountId: AccountId,
  { device, from, to }: Pick<LogWalk, "device" | "from" | "to">,
  now: Instant,
): Promise<number> {
  const filled = await tx
    .update(logHoles)
    .set({ filledAt: new Date(now) })
    .where(
      and(
        isOpen(accountId),
        device === null ? undefined : eq(logHoles.deviceNukiId, device),
        from === null ? undefined : gte(logHoles.from, new Date(from)),
        lte(logHoles.to, new Date(to ?? now)),
      ),
    )
    .returning({ id: logHoles.id });
  return filled.length;
}

/** What is still missing of the whole account and of these devices. */
export async function openHoles(
  db: Db | Tx,
  accountId: AccountId,
  nukiIds: ReadonlySet<number>,
): Promise<Pick<LogHole, "device" | "from" | "to">[]> {
  const rows: OpenHole[] = await db
    .select()
    .from(logHoles)
    .where(isOpen(accountId))
    .orderBy(asc(logHoles.id));
  return rows
    .filter((row) => row.deviceNukiId === null || nukiIds.has(row.deviceNukiId))
    .map((row) => ({ device: row.deviceNukiId, from: row.from.getTime(), to: row.to.getTime() }));
}

function isOpen(accountId: AccountId) {
  return and(eq(logHoles.accountId, accountId), isNull(logHoles.filledAt));
}
