import "server-only";
import { compile } from "@/lib/access/compile";
import type { Preview } from "@/lib/access/consequences";
import type { BlockedCredential, CredentialKey, StaffId } from "@/lib/access/types";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { loadPicture } from "@/lib/changes/picture";
import type { Tx } from "@/lib/db/connection";
import { windowChoices } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import type { WindowChoiceInput } from "./schema";

export async function previewChooseWindow(actor: Actor, input: WindowChoiceInput): Promise<Result<Preview>> {
  assertMay(actor, "staff:write");
  return previewEdit(actor, choice(actor, input));
}

/**
 * Records which single window a person takes where one authorization cannot hold what the rules say. It counts for
 * exactly these rules: once they move on, the question is asked again.
 */
export async function chooseWindow(
  actor: Actor,
  input: WindowChoiceInput,
  seen: string | null,
): Promise<Result<null>> {
  assertMay(actor, "staff:write");
  return commitEdit(actor, choice(actor, input), seen);
}

/** What waits for such a choice, with what may be chosen. */
export async function openChoices(tx: Tx, staffId: StaffId, now: Date): Promise<BlockedCredential[]> {
  const { model } = await loadPicture(tx, { staffIds: [staffId] });
  return compile(model, now.getTime()).blocked.filter((blocked) => blocked.options !== null);
}

function choice(actor: Actor, input: WindowChoiceInput): Edit<null> {
  return async (tx, now) => {
    const { model } = await loadPicture(tx, { staffIds: [input.staffId] });
    const door = model.doors.get(input.deviceId);
    if (!door) return refuse("not_found");
    if (!seesSite(actor, door.siteId)) return refuse("forbidden");
    const blocked = compile(model, now.getTime()).blocked.find((one) => isSame(one, input));
    const options = blocked?.options;
    const taken = input.take === "inside" ? options?.inside : options?.wider;
    if (!options || !taken || options.basis !== input.basis) return refuse("choice_outdated");
    const { staffId, deviceId, kind, take, basis } = input;
    const row = { take, basis, chosenBy: actor.adminId, chosenAt: now };
    await tx
      .insert(windowChoices)
      .values({ staffId, deviceId, kind, ...row })
      .onConflictDoUpdate({
        target: [windowChoices.staffId, windowChoices.deviceId, windowChoices.kind],
        set: row,
      });
    return ok({
      value: null,
      touches: [staffId],
      audit: [
        {
          type: "window.chosen",
          subjectId: staffId,
          detail: { door: door.name, deviceId, kind, take, basis, after: taken },
        },
      ],
    });
  };
}

function isSame(a: CredentialKey, b: CredentialKey): boolean {
  return a.staffId === b.staffId && a.deviceId === b.deviceId && a.kind === b.kind;
}
