import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { admitAttempt } from "@/lib/auth/throttle";
import { ok, type Result, refuse } from "@/lib/result";

/**
 * Whoever may ask whether a code is in use could try them all, so there are few questions a minute and an hour. A code that
 * is typed for somebody asks the same question: refused means taken.
 */
export async function admitLookup(actor: Actor, now: Date): Promise<Result<void>> {
  const whom = actor.adminId ?? "system";
  const admission = await admitAttempt({ search_minute: whom, search_hour: whom }, now);
  if (admission.ok) return ok(undefined);
  return refuse("too_many_attempts", { params: { waitSeconds: admission.waitSeconds } });
}
