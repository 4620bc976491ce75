import type { Instant } from "@/lib/access/types";
import type { SettingValue } from "./settings";

/** How long a sync may take to be readable: a change made in the app must be seen before it would be undone. */
export const syncTakesMs = 15_000;
/** How long a write may take to be read back before the device is asked to sync again. */
export const showsWithinMs = 120_000;
/** While a device cannot be reached, nothing is asked of it; what is known of it is looked at this often. */
export const awayMs = 15_000;
/** After so many writes that came to nothing a person has to look. */
export const mostAttempts = 3;

/** Pauses between the looks at what was written: 3, 6, 12 s and so on. */
export function nextLook(sentAt: Instant, now: Instant): Instant {
  for (let pause = 3_000, at = sentAt + pause; ; pause *= 2, at += pause) {
    if (at > now) return at;
  }
}

export type Seen =
  /** It has what is wanted, whoever brought it there. */
  | "fulfilled"
  /** As the person saw it: may be written. */
  | "as_seen"
  /** Changed meanwhile, in the app or elsewhere: nothing is written. */
  | "changed"
  /** The device does not tell it any more. */
  | "gone";

/** What a fresh reading says about a wish. */
export function compare(
  wish: { readonly before: SettingValue | null; readonly after: SettingValue },
  found: SettingValue | null,
): Seen {
  if (found === wish.after) return "fulfilled";
  if (found === null) return "gone";
  return found === wish.before ? "as_seen" : "changed";
}

export type AfterWrite =
  | { readonly do: "confirm" }
  | { readonly do: "look_later"; readonly at: Instant }
  /** Ask the device again and begin anew; the write seems lost. */
  | { readonly do: "begin_again" }
  | { readonly do: "fail" };

/** What becomes of a write, given what was read after it. */
export function afterWrite(
  change: { readonly after: SettingValue; readonly sentAt: Instant; readonly attempts: number },
  found: SettingValue | null,
  now: Instant,
): AfterWrite {
  if (found === change.after) return { do: "confirm" };
  const at = nextLook(change.sentAt, now);
  if (at <= change.sentAt + showsWithinMs) return { do: "look_later", at };
  return change.attempts >= mostAttempts ? { do: "fail" } : { do: "begin_again" };
}
