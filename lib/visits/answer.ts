import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { AuditEntry } from "@/lib/audit/record";
import { may, systemActor } from "@/lib/auth/actor";
import { findAdminActor } from "@/lib/auth/admins";
import { admitAttempt, clearAttempts } from "@/lib/auth/throttle";
import { commitEdit, type Edit } from "@/lib/changes/edit";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { visitExtensions } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { longerStay } from "./edits";
import { dayOfVisit, findVisitFacts } from "./record";
import type { Answer } from "./schema";
import { hostStandingOf } from "./stay";
import { hashToken } from "./token";

/** What the public page says; nothing that the host's mail did not say. */
export interface AskedQuestion {
  readonly state: "open" | "answered" | "expired";
  readonly answer: Answer | null;
  readonly visitor: string;
  readonly host: string;
  readonly lastDay: string | null;
  readonly newLastDay: string;
}

/** The question that a link leads to, or null. Looking changes nothing: mail scanners look too. */
export async function findQuestion(token: string, now = new Date()): Promise<AskedQuestion | null> {
  return getDb().transaction(async (tx) => {
    const found = await questionOf(tx, token, now);
    if (!found) return null;
    const { row, visit, stands } = found;
    const state = row.answer !== null ? "answered" : stands ? "open" : "expired";
    // A link that has run out tells nothing any more, whoever finds it in an old mail.
    if (row.until <= now) return { ...nothing, state: "expired" };
    if (state === "expired") return { ...nothing, state };
    return {
      state,
      answer: row.answer,
      visitor: visit.name,
      host: visit.host.name,
      lastDay: visit.lastDay,
      newLastDay: row.lastDay,
    };
  });
}

const nothing = { answer: null, visitor: "", host: "", lastDay: null, newLastDay: "" };

/**
 * The host's own click, once. A yes moves the last day to the one that was asked for, by the right of the admin who
 * asked, as it is now: whoever may not give access any more cannot have it given either.
 */
export async function answerByLink(
  { token, answer, address }: { token: string; answer: Answer; address: string },
  now = new Date(),
): Promise<Result<{ answer: Answer }>> {
  // Of its own, so that a stranger's guesses here keep nobody from signing in.
  const attempt = { address: `visit link from ${address}` };
  const admitted = await admitAttempt(attempt, now);
  if (!admitted.ok) return refuse("too_many_attempts");
  const result = await commitEdit(systemActor(), answered(token, answer), null, now);
  if (result.ok || result.refusal.code !== "not_found") await clearAttempts(attempt, now);
  return result;
}

function answered(token: string, answer: Answer): Edit<{ answer: Answer }> {
  return async (tx, now) => {
    const found = await questionOf(tx, token, now);
    if (!found) return refuse("not_found");
    const { row, visit, stands } = found;
    if (row.answer !== null) return refuse("already_answered");
    if (!stands || row.until <= now) return refuse("link_expired");
    const closed = await tx
      .update(visitExtensions)
      .set({ answer, answeredAt: now })
      .where(and(eq(visitExtensions.id, row.id), isNull(visitExtensions.answeredAt)))
      .returning({ id: visitExtensions.id });
    if (closed.length === 0) return refuse("already_answered");
    const detail = { host: visit.host.name, from: visit.lastDay, to: row.lastDay, answer };
    const told: AuditEntry = { type: "visit.extension_answered", subjectId: visit.staffId, detail };
    if (answer === "no") return ok({ value: { answer }, touches: [], audit: [told] });
    const asker = await findAdminActor(tx, row.askedBy);
    if (!asker || !may(asker, "visits:write")) return refuse("forbidden");
    const moved = await longerStay(asker, visit.staffId, row.lastDay)(tx, now);
    if (!moved.ok) return moved;
    const { touches, audit } = moved.value;
    return ok({ value: { answer }, touches, audit: [told, ...audit] });
  };
}

/** The question with its visit, and whether it is still one: withdrawn, overtaken and ended ones are not. */
async function questionOf(tx: Tx, token: string, now: Date) {
  const row = await findByToken(tx, token);
  const visit = row && (await findVisitFacts(tx, row.staffId));
  if (!row || !visit) return null;
  const today = await dayOfVisit(tx, row.staffId, now);
  const stands =
    row.answeredAt === null &&
    row.hostId === visit.host.id &&
    hostStandingOf(visit.host, today) === "here" &&
    visit.status !== "removed" &&
    visit.lastDay !== null &&
    visit.lastDay < row.lastDay &&
    row.lastDay >= today;
  return { row, visit, stands };
}

async function findByToken(tx: Db | Tx, token: string) {
  const [row] = await tx
    .select()
    .from(visitExtensions)
    .where(eq(visitExtensions.tokenHash, hashToken(token)));
  return row ?? null;
}
