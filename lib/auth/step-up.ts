import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, lte } from "drizzle-orm";
import { cookies } from "next/headers";
import type { AuditEventType } from "@/lib/audit/events";
import { record } from "@/lib/audit/record";
import { getDb, type Tx, transact } from "@/lib/db/connection";
import { type AdminId, stepUps } from "@/lib/db/schema";
import { getEnv } from "@/lib/env";
import { ok, type Result, refuse } from "@/lib/result";
import type { Actor } from "./actor";
import { findAdminById } from "./admins";
import { verifyPassword } from "./password";
import { admitAttempt, clearAttempts } from "./throttle";

/*
 * Keypad codes open doors, and a screen that somebody left unlocked must not hand them out: whatever shows, prints or
 * looks up a code asks for the password again, once in five minutes and browser.
 */

export const stepUpCookie = "postern-step-up";
const lastsMs = 5 * 60_000;

/** Did this person give the password in this browser within the last five minutes? */
export async function isSteppedUp(actor: Actor, now = new Date()): Promise<boolean> {
  if (actor.adminId === null) return false;
  const token = (await cookies()).get(stepUpCookie)?.value;
  const admin = token ? await findAdminById(actor.adminId) : null;
  if (!token || !admin) return false;
  const tokenHash = hashOf(token, admin.adminId, admin.sessionEpoch);
  return (await getDb().$count(stepUps, and(eq(stepUps.tokenHash, tokenHash), gt(stepUps.until, now)))) > 0;
}

/** The check that comes first in everything that shows, prints, lists or looks up codes. */
export async function requireStepUp(actor: Actor, now = new Date()): Promise<Result<void>> {
  return (await isSteppedUp(actor, now)) ? ok(undefined) : refuse("step_up_required");
}

/** Checks the password again and remembers it for five minutes: for this person, this browser, this session epoch. */
export async function stepUp(
  actor: Actor,
  password: string,
  address: string,
  now: Date,
): Promise<Result<void>> {
  const admin = actor.adminId === null ? null : await findAdminById(actor.adminId);
  if (!admin) return refuse("forbidden");
  const attempt = { step_up: admin.adminId, address };
  const admission = await admitAttempt(attempt, now);
  if (!admission.ok) {
    return refuse("too_many_attempts", { params: { waitSeconds: admission.waitSeconds } });
  }
  if (!(await verifyPassword(password, admin.passwordHash))) {
    await transact((tx) => note(tx, actor, admin.adminId, "step_up.failed", now));
    return refuse("wrong_password", { field: "password" });
  }
  await clearAttempts(attempt, now);
  const token = randomBytes(32).toString("base64url");
  await transact(async (tx) => {
    await tx.delete(stepUps).where(lte(stepUps.until, now));
    await tx.insert(stepUps).values({
      tokenHash: hashOf(token, admin.adminId, admin.sessionEpoch),
      adminId: admin.adminId,
      until: new Date(now.getTime() + lastsMs),
    });
    await note(tx, actor, admin.adminId, "step_up.passed", now);
  });
  (await cookies()).set(stepUpCookie, token, {
    httpOnly: true,
    sameSite: "strict",
    secure: getEnv().publicUrl.startsWith("https:"),
    path: "/",
    maxAge: lastsMs / 1000,
  });
  return ok(undefined);
}

/** Signing out ends it in every browser of this person: what is left of five minutes is nothing to keep. */
export async function endStepUps(adminId: AdminId): Promise<void> {
  await getDb().delete(stepUps).where(eq(stepUps.adminId, adminId));
}

/** Whose it is and which session epoch are part of it, so that it is worth nothing to anybody else or afterwards. */
function hashOf(token: string, adminId: AdminId, sessionEpoch: number): string {
  return createHash("sha256").update(`${token} ${adminId} ${sessionEpoch}`).digest("base64url");
}

async function note(tx: Tx, actor: Actor, subjectId: AdminId, type: AuditEventType, now: Date) {
  await record(tx, actor, [{ type, subjectId }], now);
}
