import "server-only";
import type { Preview } from "@/lib/access/consequences";
import type { StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { requireStepUp } from "@/lib/auth/step-up";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { ok, type Result, refuse } from "@/lib/result";
import { giveCode, openCodes, replaceCodes, retireCodes } from "@/lib/staff/codes";
import { admitLookup } from "./lookup-limit";
import { findCurrentCode, refusalOf } from "./person";
import type { NewCode, TypedCode } from "./schema";

export async function previewTypedCode(
  actor: Actor,
  input: TypedCode,
  now = new Date(),
): Promise<Result<Preview>> {
  assertMay(actor, "codes:write");
  const admitted = await admitTyping(actor, now);
  return admitted.ok ? previewEdit(actor, typing(actor, input), now) : admitted;
}

/**
 * Gives a person the very code that somebody chose. It passes the checks of a generated one; what is refused as taken
 * does not tell whose it is, nor whether it is the same or only too much alike.
 */
export async function typeCode(
  actor: Actor,
  input: TypedCode,
  seen: string | null,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "codes:write");
  const admitted = await admitTyping(actor, now);
  return admitted.ok ? commitEdit(actor, typing(actor, input), seen, now) : admitted;
}

export async function previewNewCode(
  actor: Actor,
  input: NewCode,
  now = new Date(),
): Promise<Result<Preview>> {
  assertMay(actor, "codes:rotate");
  return previewEdit(actor, renewal(actor, input), now);
}

/** Another code for one person, at once: the old one stops where the new one starts. */
export async function newCode(
  actor: Actor,
  input: NewCode,
  seen: string | null,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "codes:rotate");
  return commitEdit(actor, renewal(actor, input), seen, now);
}

export async function previewDisableCode(
  actor: Actor,
  staffId: StaffId,
  now = new Date(),
): Promise<Result<Preview>> {
  assertMay(actor, "codes:rotate");
  return previewEdit(actor, disabling(actor, staffId), now);
}

/** Takes the code off every door, and gives no other. */
export async function disableCode(
  actor: Actor,
  staffId: StaffId,
  seen: string | null,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "codes:rotate");
  return commitEdit(actor, disabling(actor, staffId), seen, now);
}

async function admitTyping(actor: Actor, now: Date): Promise<Result<void>> {
  const given = await requireStepUp(actor, now);
  return given.ok ? admitLookup(actor, now) : given;
}

function typing(actor: Actor, { staffId, digits }: TypedCode): Edit<null> {
  return async (tx, now) => {
    const pool = await openCodes(tx, now);
    const refusal = await refusalOf(tx, actor, staffId);
    if (refusal) return refusal;
    const had = await findCurrentCode(tx, staffId);
    const given = await giveCode(tx, pool, staffId, digits, now);
    if (!given.ok) return refuse(given.refusal.code, { field: "digits" });
    const type = had ? "code.replaced" : "code.created";
    return ok({
      value: null,
      touches: [staffId],
      audit: given.value ? [{ type, subjectId: staffId, detail: { reason: "typed" } }] : [],
    });
  };
}

function renewal(actor: Actor, { staffId, reason }: NewCode): Edit<null> {
  return async (tx, now) => {
    const pool = await openCodes(tx, now);
    const refusal = await refusalOf(tx, actor, staffId);
    if (refusal) return refusal;
    const replaced = await replaceCodes(tx, [staffId], now, { mode: "at_once", keepOldUntil: null, pool });
    if (!replaced.ok) return replaced;
    const [one] = replaced.value;
    if (!one) return refuse("not_found");
    const type = one.oldCodeId === null ? "code.created" : "code.replaced";
    return ok({ value: null, touches: [staffId], audit: [{ type, subjectId: staffId, detail: { reason } }] });
  };
}

function disabling(actor: Actor, staffId: StaffId): Edit<null> {
  return async (tx, now) => {
    const refusal = await refusalOf(tx, actor, staffId);
    if (refusal) return refusal;
    if (!(await findCurrentCode(tx, staffId))) return refuse("not_found");
    await retireCodes(tx, [staffId], now);
    return ok({
      value: null,
      touches: [staffId],
      audit: [{ type: "code.disabled", subjectId: staffId, detail: { reason: "by_hand" } }],
    });
  };
}
