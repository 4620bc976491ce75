import "server-only";
import { eq } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit, transactResult } from "@/lib/changes/edit";
import { rotations } from "@/lib/db/schema";
import type { RotationId } from "@/lib/db/tables/codes";
import { AppError } from "@/lib/errors";
import { publish } from "@/lib/live/publish";
import { ok, type Result, refuse } from "@/lib/result";
import { beginNow, insertRotation, markCancelled, termsDetail } from "./begin";
import { type Outlook, outlookOf } from "./outlook";
import { type Chosen, choosePeople, nameForTrail } from "./people";
import { asksForCount, type RotationInput } from "./schema";
import { outdatedField, type Terms, termsOf } from "./terms";

export interface RotationPreview extends Preview {
  readonly outlook: Outlook;
}

/** What the rotation would do if it began now, whenever it is to begin. */
export async function previewRotation(
  actor: Actor,
  input: RotationInput,
  now = new Date(),
): Promise<Result<RotationPreview>> {
  assertMay(actor, "codes:rotate");
  const terms = termsOf(input);
  const field = outdatedField(terms, now);
  if (field) return refuse("invalid_input", { field });
  let outlook: Outlook | null = null;
  const edit = beginNow(
    actor,
    adminOf(actor),
    terms,
    () => null,
    async (tx, begun) => {
      outlook = await outlookOf(tx, begun);
    },
  );
  const preview = await previewEdit(actor, edit, now);
  if (!preview.ok) return preview;
  if (outlook === null) throw new Error("a preview without its outlook");
  return ok({ ...preview.value, outlook });
}

/**
 * Gives people new codes, now or at the time that was chosen. `seen` is the fingerprint of the preview and counts where it
 * begins now: by its time, a planned one does what is right then. `typed` is the number that the person typed.
 */
export async function planRotation(
  actor: Actor,
  input: RotationInput,
  seen: string | null,
  typed: number | null,
  now = new Date(),
): Promise<Result<{ rotationId: RotationId }>> {
  assertMay(actor, "codes:rotate");
  const terms = termsOf(input);
  const field = outdatedField(terms, now);
  if (field) return refuse("invalid_input", { field });
  const adminId = adminOf(actor);
  const check = ({ staffIds }: Chosen) => {
    const count = staffIds.length;
    if (asksForCount(input.kind) && typed !== count) return refuse("count_mismatch", { params: { count } });
    // Later there may be somebody; now, nothing would happen at all.
    return count === 0 && terms.startsAt === null ? refuse("not_found") : null;
  };
  if (terms.startsAt === null) return commitEdit(actor, beginNow(actor, adminId, terms, check), seen, now);
  return commitEdit(actor, plan(actor, adminId, terms, terms.startsAt, check), null, now);
}

function plan(
  actor: Actor,
  adminId: NonNullable<Actor["adminId"]>,
  terms: Terms,
  startsAt: Date,
  check: (chosen: Chosen) => ReturnType<typeof refuse> | null,
): Edit<{ rotationId: RotationId }> {
  return async (tx, now) => {
    const chosen = await choosePeople(tx, actor, terms.scope, now);
    if (!chosen.ok) return chosen;
    const refusal = check(chosen.value);
    if (refusal) return refusal;
    const rotationId = await insertRotation(tx, adminId, terms, startsAt, now);
    await publish(tx, [{ topic: "changes" }]);
    const detail = {
      name: chosen.value.name,
      startsAt: startsAt.toISOString(),
      ...termsDetail(terms),
    };
    return ok({
      value: { rotationId },
      touches: [],
      audit: [{ type: "rotation.planned", subjectId: rotationId, detail }],
    });
  };
}

/** Calls a planned rotation off. Who sees some sites only calls off what they planned themselves. */
export async function cancelRotation(
  actor: Actor,
  rotationId: RotationId,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "codes:rotate");
  return transactResult(async (tx) => {
    const [row] = await tx.select().from(rotations).where(eq(rotations.id, rotationId));
    if (!row) return refuse("not_found");
    if (actor.sites !== "all" && row.adminId !== actor.adminId) return refuse("forbidden");
    const cancelled = await markCancelled(tx, rotationId, now);
    // Called off already is what was wanted.
    if (!cancelled) return row.cancelledAt ? ok(null) : refuse("rotation_started");
    const detail = { name: await nameForTrail(tx, row.scope), startsAt: row.startsAt.toISOString() };
    await record(tx, actor, [{ type: "rotation.cancelled", subjectId: rotationId, detail }], now);
    await publish(tx, [{ topic: "changes" }]);
    return ok(null);
  });
}

/** A rotation is somebody's decision: the system makes none of its own. */
function adminOf({ adminId }: Actor): NonNullable<Actor["adminId"]> {
  if (adminId === null) throw new AppError("forbidden", "a rotation needs an admin who decides it");
  return adminId;
}
