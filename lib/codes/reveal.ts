import "server-only";
import type { StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { requireStepUp } from "@/lib/auth/step-up";
import { transact } from "@/lib/db/connection";
import { getSecrets } from "@/lib/db/secrets";
import { ok, type Result, refuse } from "@/lib/result";
import { findCurrentCode, refusalOf } from "./person";

/** Shows a person's code. Its six digits are the whole answer, and nobody gets them without a line in the trail. */
export async function revealCode(actor: Actor, staffId: StaffId, now = new Date()): Promise<Result<string>> {
  return openCode(actor, staffId, "code.revealed", now);
}

/** The same, for the clipboard: it is not shown. */
export async function copyCode(actor: Actor, staffId: StaffId, now = new Date()): Promise<Result<string>> {
  return openCode(actor, staffId, "code.copied", now);
}

async function openCode(
  actor: Actor,
  staffId: StaffId,
  type: "code.revealed" | "code.copied",
  now: Date,
): Promise<Result<string>> {
  assertMay(actor, "codes:reveal");
  const given = await requireStepUp(actor, now);
  if (!given.ok) return given;
  return transact(async (tx) => {
    const refusal = await refusalOf(tx, actor, staffId);
    if (refusal) return refusal;
    const current = await findCurrentCode(tx, staffId);
    if (!current) return refuse("not_found");
    await record(tx, actor, [{ type, subjectId: staffId }], now);
    return ok(getSecrets().unseal(current.code, `staff_code:${current.id}`));
  });
}
