import { eq, inArray, sql } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { accountSync, changes, devices } from "@/lib/db/schema";
import { publish } from "@/lib/live/publish";
import { LookAgain, type NukiError, PersonMustAct, SignInAgain, TryLater } from "@/lib/nuki/errors";
import type { SyncContext } from "./context";
import { mostAttempts } from "./decide";
import { type ChangeRow, devicesInOrder } from "./open-changes";

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
      .where(devicesInOrder(devicesOf(rows)));
    await publish(tx, [{ topic: "changes" }]);
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
    await lookSoon(context, rows);
    // Nuki may be down: a reading has to succeed before anything else leaves, or an outage would use up every attempt.
    return context.now() + firstLookMs;
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
    await takeBack(context, rows, { state: "planned", alone: true }, "not_counted");
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
  // Whoever needs no account user is not held up, unless Nuki takes nothing at all now.
  const isGeneral = error.status === 429 || error.outcome === "not_sent";
  return isGeneral ? until : null;
}

/** What the request needs is broken here, on our side: a person has to look, and nobody else waits for it. */
export async function settleBroken({ db }: SyncContext, rows: readonly ChangeRow[]): Promise<void> {
  await db
    .update(changes)
    .set({ state: "failed", reason: "internal", nextTryAt: null })
    .where(inArray(changes.id, idsOf(rows)));
}

/** The request was stopped before it left: its changes are what they were. */
export async function settleStopped({ db }: SyncContext, rows: readonly ChangeRow[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const { id, ...before } of rows) await tx.update(changes).set(before).where(eq(changes.id, id));
  });
}

async function lookSoon(context: SyncContext, rows: readonly ChangeRow[]): Promise<void> {
  await context.db
    .update(changes)
    .set({
      state: "sending",
      reason: "no_answer",
      // Twice without an answer: one of them may be what Nuki stumbles over, so the last try is each on its own.
      ...(rows.length > 1 && rows.some((row) => row.attempts > 0) ? { alone: true } : {}),
    })
    .where(inArray(changes.id, idsOf(rows)));
  await observeAt(context, rows, context.now() + firstLookMs);
}

async function observeAt({ db }: SyncContext, rows: readonly ChangeRow[], at: Instant): Promise<void> {
  await db
    .update(devices)
    .set({ observeAt: new Date(at) })
    .where(devicesInOrder(devicesOf(rows)));
}

/** Nuki did nothing and asks for patience: the attempt does not count, the pause grows, chance spreads the tries. */
async function putOff(
  context: SyncContext,
  rows: readonly ChangeRow[],
  reason: string,
  leastMs: number,
): Promise<Instant> {
  const until = pauseUntil(context, rows, leastMs);
  const values = {
    state: "waiting" as const,
    reason,
    nextTryAt: new Date(until),
    putOff: sql`${changes.putOff} + 1`,
    ...(rows.length > 1 && reason === "busy" ? { alone: true } : {}),
  };
  await takeBack(context, rows, values, "not_counted");
  return until;
}

/**
 * The pause doubles with each try, up to five minutes; chance spreads those who wait for the same thing. Whoever loses a
 * door does not wait longer than a minute for the next try.
 */
function pauseUntil({ now, random }: SyncContext, rows: readonly ChangeRow[], leastMs: number): Instant {
  const tries = Math.max(0, ...rows.map((row) => row.putOff));
  const most = rows.some((row) => row.op === "remove") ? 60_000 : 300_000;
  const pause = Math.min(leastMs * 2 ** tries, most);
  return now() + Math.max(leastMs, pause * (0.5 + random() / 2));
}

/** The request had no effect: the change is at rest again, as if it had not been sent this time. */
async function takeBack(
  { db }: SyncContext,
  rows: readonly ChangeRow[],
  values: Partial<Omit<typeof changes.$inferInsert, "attempts" | "putOff">> & {
    putOff?: ReturnType<typeof sql>;
  },
  attempt: "counted" | "not_counted" = "counted",
): Promise<void> {
  await db.transaction(async (tx) => {
    for (const { id, sentAt, acceptedAt, attempts } of rows) {
      await tx
        .update(changes)
        .set({
          inFlight: false,
          sentAt,
          acceptedAt,
          ...values,
          attempts: attempt === "counted" ? attempts + 1 : attempts,
        })
        .where(eq(changes.id, id));
    }
  });
}

function idsOf(rows: readonly ChangeRow[]): string[] {
  return rows.map((row) => row.id);
}

function devicesOf(rows: readonly ChangeRow[]) {
  return [...new Set(rows.map((row) => row.deviceId))];
}
