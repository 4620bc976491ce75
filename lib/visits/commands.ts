import "server-only";
import type { Preview } from "@/lib/access/consequences";
import type { StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, previewEdit } from "@/lib/changes/edit";
import type { Result } from "@/lib/result";
import type { TimeLocale } from "@/lib/time/format";
import { visitCreation, visitEnding, visitRevision } from "./edits";
import type { VisitInput, VisitUpdate } from "./schema";

export async function previewCreateVisit(
  actor: Actor,
  visit: VisitInput,
  locale: TimeLocale,
): Promise<Result<Preview>> {
  assertMay(actor, "visits:write");
  return previewEdit(actor, visitCreation(actor, visit, locale));
}

/** Adds a visitor with a host, a keypad code and its days and hours. */
export async function createVisit(
  actor: Actor,
  visit: VisitInput,
  locale: TimeLocale,
  seen: string | null,
  now = new Date(),
): Promise<Result<{ staffId: StaffId }>> {
  assertMay(actor, "visits:write");
  return commitEdit(actor, visitCreation(actor, visit, locale), seen, now);
}

export async function previewUpdateVisit(
  actor: Actor,
  update: VisitUpdate,
  locale: TimeLocale,
): Promise<Result<Preview>> {
  assertMay(actor, "visits:write");
  return previewEdit(actor, visitRevision(actor, update, locale));
}

/** Another host, other hours, an earlier end. A later one is a question to the host (`askHost`). */
export async function updateVisit(
  actor: Actor,
  update: VisitUpdate,
  locale: TimeLocale,
  seen: string | null,
  now = new Date(),
): Promise<Result<{ staffId: StaffId }>> {
  assertMay(actor, "visits:write");
  return commitEdit(actor, visitRevision(actor, update, locale), seen, now);
}

export async function previewEndVisit(actor: Actor, staffId: StaffId): Promise<Result<Preview>> {
  assertMay(actor, "visits:write");
  return previewEdit(actor, visitEnding(actor, staffId));
}

/** Ends a visit before its last day. */
export async function endVisit(
  actor: Actor,
  staffId: StaffId,
  seen: string | null,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "visits:write");
  return commitEdit(actor, visitEnding(actor, staffId), seen, now);
}
