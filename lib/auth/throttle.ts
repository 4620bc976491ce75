import { createHash } from "node:crypto";
import { and, desc, eq, inArray, lte, or, sql } from "drizzle-orm";
import { transact } from "@/lib/db/connection";
import { signInAttempts } from "@/lib/db/schema";

const minuteMs = 60_000;

/**
 * What is counted, how much of it, and for how long. A guess that keeps failing waits twice as long each time; a rate
 * only says how much of something that is allowed may be done at a stretch.
 */
const limits = {
  email: { most: 5, windowMs: 15 * minuteMs, kind: "guess" },
  address: { most: 20, windowMs: 15 * minuteMs, kind: "guess" },
  /** By admin and not by e-mail: a stranger at the sign-in page must not keep somebody from the codes. */
  step_up: { most: 5, windowMs: 15 * minuteMs, kind: "guess" },
  search_minute: { most: 10, windowMs: minuteMs, kind: "rate" },
  search_hour: { most: 60, windowMs: 60 * minuteMs, kind: "rate" },
} as const satisfies Record<string, { most: number; windowMs: number; kind: "guess" | "rate" }>;

type Counted = keyof typeof limits;
/** Whom or what to count this for: one mark for each. */
type Attempt = Readonly<Partial<Record<Counted, string>>>;

/** Any number that nothing else locks on: attempts are counted one after the other. */
const attemptsLock = 4_151_704;

export type Admission = { readonly ok: true } | { readonly ok: false; readonly waitSeconds: number };

/**
 * Counts an attempt as failed *before* the password is looked at, or refuses it. A hundred guesses sent at once are
 * counted as a hundred this way; the one that turns out right takes its mark back with `clearAttempts`.
 */
export async function admitAttempt(attempt: Attempt, now: Date): Promise<Admission> {
  return transact(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${attemptsLock})`);
    await tx.delete(signInAttempts).where(isForgotten(now));
    const keys = keysOf(attempt);
    const marks = await tx
      .select({ key: signInAttempts.key, at: signInAttempts.at })
      .from(signInAttempts)
      .where(
        inArray(
          signInAttempts.key,
          keys.map(({ key }) => key),
        ),
      )
      .orderBy(desc(signInAttempts.at));
    const waits = keys.map(({ counted, key }) =>
      waitMs(
        counted,
        marks.filter((mark) => mark.key === key).map(({ at }) => at),
        now,
      ),
    );
    const waitSeconds = Math.ceil(Math.max(0, ...waits) / 1000);
    if (waitSeconds > 0) return { ok: false, waitSeconds };
    await tx.insert(signInAttempts).values(keys.map(({ key }) => ({ key, at: now })));
    return { ok: true };
  });
}

/** After a right password: the person starts afresh, the address only loses the mark of this attempt. */
export async function clearAttempts(attempt: Attempt, at: Date): Promise<void> {
  await transact(async (tx) => {
    for (const { counted, key } of keysOf(attempt)) {
      const own = counted === "address" ? eq(signInAttempts.at, at) : undefined;
      await tx.delete(signInAttempts).where(and(eq(signInAttempts.key, key), own));
    }
  });
}

function isForgotten(now: Date) {
  return or(
    ...(Object.keys(limits) as Counted[]).map((counted) =>
      and(
        sql`split_part(${signInAttempts.key}, ':', 1) = ${counted}`,
        lte(signInAttempts.at, new Date(now.getTime() - limits[counted].windowMs)),
      ),
    ),
  );
}

/**
 * A guess waits one minute from the last failure once the limit is reached, twice as long with each further one, up to
 * the window. A rate waits until there is room in the window again. `marks` are the latest first.
 */
function waitMs(counted: Counted, marks: readonly Date[], now: Date): number {
  const { most, windowMs, kind } = limits[counted];
  const over = marks.length - most;
  const since = kind === "guess" ? marks[0] : marks[most - 1];
  if (over < 0 || !since) return 0;
  const wait = kind === "guess" ? Math.min(minuteMs * 2 ** over, windowMs) : windowMs;
  return Math.max(since.getTime() + wait - now.getTime(), 0);
}

/** Hashed, since what a stranger typed and where they were is nobody's business; it is gone after the window anyway. */
function keysOf(attempt: Attempt): { counted: Counted; key: string }[] {
  const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
  return (Object.keys(limits) as Counted[]).flatMap((counted) => {
    const whom = attempt[counted];
    if (whom === undefined) return [];
    return { counted, key: `${counted}:${hash(counted === "email" ? whom.trim().toLowerCase() : whom)}` };
  });
}
