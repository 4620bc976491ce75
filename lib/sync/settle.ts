import { eq, inArray, sql } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { accountSync, changes, devices } from "@/lib/db/schema";
import { LookAgain, type NukiError, PersonMustAct, SignInAgain, TryLater } from "@/lib/nuki/errors";
import type { SyncContext } from "./context";
import { mostAttempts } from "./decide";
import type { ChangeRow } from "./open-changes";

/** First look at a door's list after a write; Nuki needs 2 to 15 s (web-api.md 6). */
export const firstLookMs = 3_000;

/** Nuki took the request: accepted, which is not done. */
export async function settleAccepted({ db, now }: SyncContext, rows: readonly ChangeRow[]): Promise<void> {
  const at = new Date(now());
  await db.transaction(async (tx) => {
    await tx
      .update(changes)
      .set({ state: "accepted", acceptedAt: at, putOff: 0 })
      .where(inArray(changes.id, idsOf(rows)));
    await tx
      .update(devices)
      .set({ observeAt: new Date(now() + firstLookMs) })
      .where(inArray(devices.id, devicesOf(rows)));
  });
}

/**
 * Notes what an error says about the changes of one request. Returns until when nothing more should be sent for this
 * account, or null when only these changes are concerned.
 */
export async function settleError(
  context: SyncContext,
  rows: readonly ChangeRow[],
  error: NukiError,
): Promise<Instant | null> {
  if (error.outcome === "unknown") {
    await lookSoon(context, rows, { state: "sending", reason: "no_answer" });
    return null;
  }
  if (error instanceof SignInAgain) {
    const until = await putOff(context, rows, "signed_out", 60_000);
    await context.db
      .update(accountSync)
      .set({ status: "unauthorized", problem: error.text })
      .where(eq(accountSync.accountId, context.account.id));
    return until;
  }
  if (error instanceof TryLater) {
    if (error.status === 423) {
      await putOff(context, rows, "busy", error.retryAfterMs ?? 5_000);
      return null;
    }
    const reason = error.status === 429 ? "rate_limited" : "unreachable";
    return putOff(context, rows, reason, error.retryAfterMs ?? 10_000);
  }
  if (rows.length > 1) {
    // One bad door must not stop the rest: each of them goes alone next time.
    await takeBack(context, rows, { state: "planned", alone: true, attempts: sql`${changes.attempts} - 1` });
    return null;
  }
  const counts = (rows[0]?.attempts ?? 0) + 1;
  const lookFirst = error instanceof LookAgain || (error instanceof PersonMustAct && error.status === 404);
  if (lookFirst && counts < mostAttempts) {
    await takeBack(context, rows, {
      state: "waiting",
      reason: "conflict",
      message: error.text,
      nextTryAt: new Date(context.now() + 2 * firstLookMs),
    });
    await observeAt(context, rows, context.now());
    return null;
  }
  await takeBack(context, rows, {
    state: "failed",
    reason: `refused_${error.status ?? 0}`,
    message: error.text,
  });
  return null;
}

/**
 * The request never left, because what it needs (an account user to invite) could not be had. Returns until when
 * nothing more should be sent, or null when only these changes are concerned.
 */
export async function settleUnsent(
  context: SyncContext,
  rows: readonly ChangeRow[],
  error: NukiError,
): Promise<Instant | null> {
  const ids = idsOf(rows);
  if (error instanceof PersonMustAct) {
    await context.db
      .update(changes)
      .set({ state: "failed", reason: `refused_${error.status ?? 0}`, message: error.text })
      .where(inArray(changes.id, ids));
    return null;
  }
  const until = pauseUntil(context, rows, error.retryAfterMs ?? 10_000);
  await context.db
    .update(changes)
    .set({
      state: "waiting",
      reason: error instanceof SignInAgain ? "signed_out" : "unreachable",
      nextTryAt: new Date(until),
      putOff: sql`${changes.putOff} + 1`,
    })
    .where(inArray(changes.id, ids));
  return until;
}

async function lookSoon(
  context: SyncContext,
  rows: readonly ChangeRow[],
  values: { state: "sending"; reason: string },
): Promise<void> {
  await context.db
    .update(changes)
    .set(values)
    .where(inArray(changes.id, idsOf(rows)));
  await observeAt(context, rows, context.now() + firstLookMs);
}

async function observeAt({ db }: SyncContext, rows: readonly ChangeRow[], at: Instant): Promise<void> {
  await db
    .update(devices)
    .set({ observeAt: new Date(at) })
    .where(inArray(devices.id, devicesOf(rows)));
}

/** Nuki did nothing and asks for patience: the attempt does not count, the pause grows, chance spreads the tries. */
async function putOff(
  context: SyncContext,
  rows: readonly ChangeRow[],
  reason: string,
  leastMs: number,
): Promise<Instant> {
  const until = pauseUntil(context, rows, leastMs);
  await takeBack(context, rows, {
    state: "waiting",
    reason,
    nextTryAt: new Date(until),
    attempts: sql`${changes.attempts} - 1`,
    putOff: sql`${changes.putOff} + 1`,
    ...(rows.length > 1 && reason === "busy" ? { alone: true } : {}),
  });
  return until;
}

/** The pause doubles with each try, up to five minutes; chance spreads those who wait for the same thing. */
function pauseUntil({ now, random }: SyncContext, rows: readonly ChangeRow[], leastMs: number): Instant {
  const tries = Math.max(0, ...rows.map((row) => row.putOff));
  const pause = Math.min(leastMs * 2 ** tries, 300_000);
  return now() + Math.max(leastMs, pause * (0.5 + random() / 2));
}

/** The request had no effect: the change is at rest again, as if it had not been sent this time. */
async function takeBack(
  { db }: SyncContext,
  rows: readonly ChangeRow[],
  values: Partial<Omit<typeof changes.$inferInsert, "attempts" | "putOff">> & {
    attempts?: ReturnType<typeof sql>;
    putOff?: ReturnType<typeof sql>;
  },
): Promise<void> {
  await db.transaction(async (tx) => {
    for (const row of rows) {
      await tx
        .update(changes)
        .set({ inFlight: false, sentAt: row.sentAt, acceptedAt: row.acceptedAt, ...values })
        .where(eq(changes.id, row.id));
    }
  });
}

function idsOf(rows: readonly ChangeRow[]): string[] {
  return rows.map((row) => row.id);
}

function devicesOf(rows: readonly ChangeRow[]) {
  return [...new Set(rows.map((row) => row.deviceId))];
}
