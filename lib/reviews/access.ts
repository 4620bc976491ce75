import type { Instant } from "@/lib/access/types";
import type { ReviewDecision, ReviewedAccess, WithdrawnPart } from "@/lib/db/tables/reviews";
import { localDateOf, startOfDay } from "@/lib/time/zones";
import type { Reduction } from "./schema";

const dayMs = 86_400_000;

/** What can be taken from this access without taking all of it: nobody is offered what is not there. */
export function reductionsOf(access: readonly ReviewedAccess[]): Reduction[] {
  const has = (kind: ReviewedAccess["kind"]) => access.some((one) => one.kind === kind);
  const both: Reduction[] = has("app") && has("keypad") ? ["app", "keypad"] : [];
  return access.some((one) => one.remoteAllowed) ? [...both, "remote"] : both;
}

/** What a decision takes away at the door; null where everything stays. */
export function withdrawnPartOf(
  decision: ReviewDecision | null,
  reduce: Reduction | null,
): WithdrawnPart | null {
  if (decision === "revoke") return "all";
  return decision === "reduce" ? reduce : null;
}

/** How an access was used, as the review tells it beforehand. It suggests, it never decides. */
export type Use =
  | { readonly kind: "used" }
  /** Null while names are hidden. */
  | { readonly kind: "unused"; readonly days: number | null }
  | { readonly kind: "never" }
  /** No use is known, and the log does not go back far enough to say that there was none. */
  | { readonly kind: "unknown"; readonly logFrom: Date | null }
  /** Not used, and not there for long enough to say more. */
  | { readonly kind: "new" };

export function useOf(
  { since, lastUsedAt }: { readonly since: Date | null; readonly lastUsedAt: Date | null },
  { createdAt, unusedDays }: { readonly createdAt: Date; readonly unusedDays: number },
  logFrom: Instant | null,
): Use {
  const daysSince = (at: Date) => Math.floor((createdAt.getTime() - at.getTime()) / dayMs);
  if (lastUsedAt !== null) {
    const days = daysSince(lastUsedAt);
    return days >= unusedDays ? { kind: "unused", days } : { kind: "used" };
  }
  if (since !== null && daysSince(since) < unusedDays) return { kind: "new" };
  return isReached(logFrom, { createdAt, unusedDays })
    ? { kind: "never" }
    : { kind: "unknown", logFrom: logFrom === null ? null : new Date(logFrom) };
}

/** Does the log of a door go back over all the days of a review? */
export function isReached(
  logFrom: Instant | null,
  review: { readonly createdAt: Date; readonly unusedDays: number },
): boolean {
  return logFrom !== null && logFrom <= usedSince(review).getTime();
}

/** All that a review keeps of a use: no minute is needed to decide, and it would lead to one entry of the log. */
export function dayOfUse(at: Date, timeZone: string): Date {
  return new Date(startOfDay(localDateOf(at.getTime(), timeZone), timeZone));
}

/** Since when an access counts as used, within a review. */
export function usedSince({ createdAt, unusedDays }: { createdAt: Date; unusedDays: number }): Date {
  return new Date(createdAt.getTime() - unusedDays * dayMs);
}

/** Is it the same access? How far it is on its way to the door is no difference. */
export function isSameAccess(a: readonly ReviewedAccess[], b: readonly ReviewedAccess[]): boolean {
  const keys = (access: readonly ReviewedAccess[]) => access.map(keyOf).sort().join("|");
  return keys(a) === keys(b);
}

function keyOf({ kind, window, remoteAllowed, validUntil }: ReviewedAccess): string {
  const times = window && [window.days, window.fromMinute, window.untilMinute].join("-");
  return [kind, times, remoteAllowed, validUntil].join("/");
}
