import { createHash } from "node:crypto";
import { and, eq, inArray, lte, max, sql } from "drizzle-orm";
import { transact } from "@/lib/db/connection";
import { signInAttempts } from "@/lib/db/schema";

const windowMs = 15 * 60_000;
const firstWaitMs = 60_000;
const limits = { email: 5, address: 20 };

/** Any number that nothing else locks on: attempts are counted one after the other. */
const attemptsLock = 4_151_704;

interface Attempt {
  readonly email: string;
  readonly address: string;
}

export type Admission = { readonly ok: true } | { readonly ok: false; readonly waitSeconds: number };

/**
 * Counts an attempt as failed *before* the password is looked at, or refuses it. A hundred guesses sent at once are
 * counted as a hundred this way; the one that turns out right takes its mark back with `clearAttempts`.
 */
export async function admitAttempt(attempt: Attempt, now: Date): Promise<Admission> {
  return transact(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${attemptsLock})`);
    await tx.delete(signInAttempts).where(lte(signInAttempts.at, new Date(now.getTime() - windowMs)));
    const keys = keysOf(attempt);
    const counted = await tx
      .select({ key: signInAttempts.key, count: sql<number>`count(*)::int`, last: max(signInAttempts.at) })
      .from(signInAttempts)
      .where(inArray(signInAttempts.key, [keys.email, keys.address]))
      .groupBy(signInAttempts.key);
    const waits = (["email", "address"] as const).map((kind) => {
      const row = counted.find(({ key }) => key === keys[kind]);
      return row?.last ? waitMs(row.count - limits[kind], row.last, now) : 0;
    });
    const waitSeconds = Math.ceil(Math.max(...waits) / 1000);
    if (waitSeconds > 0) return { ok: false, waitSeconds };
    await tx.insert(signInAttempts).values([keys.email, keys.address].map((key) => ({ key, at: now })));
    return { ok: true };
  });
}

/** After a right password: the e-mail starts afresh, the address only loses the mark of this attempt. */
export async function clearAttempts(attempt: Attempt, at: Date): Promise<void> {
  const keys = keysOf(attempt);
  await transact(async (tx) => {
    await tx.delete(signInAttempts).where(eq(signInAttempts.key, keys.email));
    await tx
      .delete(signInAttempts)
      .where(and(eq(signInAttempts.key, keys.address), eq(signInAttempts.at, at)));
  });
}

/** One minute from the last failure once the limit is reached, twice as long with each further one, up to the window. */
function waitMs(over: number, last: Date, now: Date): number {
  if (over < 0) return 0;
  const wait = Math.min(firstWaitMs * 2 ** over, windowMs);
  return Math.max(last.getTime() + wait - now.getTime(), 0);
}

/** Hashed, since what a stranger typed and where they were is nobody's business; it is gone after the window anyway. */
function keysOf({ email, address }: Attempt): { email: string; address: string } {
  const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
  return { email: `email:${hash(email.trim().toLowerCase())}`, address: `address:${hash(address)}` };
}
