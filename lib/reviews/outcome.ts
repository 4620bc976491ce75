import type { CredentialKind, CredentialState } from "@/lib/access/types";
import type { ReviewDecision } from "@/lib/db/tables/reviews";
import { withdrawnPartOf } from "./access";
import type { Reduction } from "./schema";

/** A credential as far as it tells what became of a decision. */
export interface CredentialNow {
  readonly kind: CredentialKind;
  readonly state: CredentialState;
  readonly reason: string | null;
  readonly remoteAllowed: boolean;
  readonly confirmedAt: Date | null;
}

/**
 * What became of a row: revoked is not done until the door was read back. `returned`: somebody gave it back after the signature.
 * `waiting` and `stuck` need a person or a door that comes back.
 */
export type Outcome =
  | { readonly kind: "kept" }
  /** It was to stay, and something else is taking it from the door, or has. */
  | { readonly kind: "leaving" }
  | { readonly kind: "gone" }
  | { readonly kind: "returned" }
  | { readonly kind: "removing" }
  | { readonly kind: "waiting" }
  | { readonly kind: "stuck" }
  /** Read back, at that time; null: it was not on the door when it was taken away. */
  | { readonly kind: "done"; readonly at: Date | null };

/** Taken away and not read back: revoked is not done. */
export function isPending({ kind }: Outcome): boolean {
  return kind === "removing" || kind === "waiting" || kind === "stuck";
}

/** How much of what was taken away came to what. */
export interface TakenCounts {
  readonly pending: number;
  /** Read back as gone. */
  readonly done: number;
  /** It was not at its door at all: nothing was read back. */
  readonly notThere: number;
  readonly returned: number;
}

export function countTaken(outcomes: Iterable<Outcome>): TakenCounts {
  const all = [...outcomes];
  const count = (fits: (outcome: Outcome) => boolean) => all.filter(fits).length;
  return {
    pending: count(isPending),
    done: count((outcome) => outcome.kind === "done" && outcome.at !== null),
    notThere: count((outcome) => outcome.kind === "done" && outcome.at === null),
    returned: count(({ kind }) => kind === "returned"),
  };
}

/** What became of a decision, by what the credentials of that person at that door are now. Pure. */
export function outcomeOf(
  { decision, reduce }: { decision: ReviewDecision | null; reduce: Reduction | null },
  credentials: readonly CredentialNow[],
  isWithdrawn: boolean,
): Outcome {
  const part = withdrawnPartOf(decision, reduce);
  if (part === null) return { kind: keptOrGone(credentials) };
  if (!isWithdrawn) return { kind: "returned" };
  const meant = credentials.filter(({ kind }) => {
    if (part === "all") return true;
    return part === "keypad" ? kind !== "app" : kind === "app";
  });
  const open = meant.filter((one) => !isDone(one, part === "remote"));
  if (open.length === 0) {
    const times = meant.flatMap(({ confirmedAt }) => (confirmedAt ? [confirmedAt.getTime()] : []));
    return { kind: "done", at: times.length === 0 ? null : new Date(Math.max(...times)) };
  }
  const states = open.map((one) => one.state);
  if (states.some((state) => state === "failed" || state === "needs_review")) return { kind: "stuck" };
  return { kind: states.includes("waiting") ? "waiting" : "removing" };
}

/** Nobody promises what was kept: the person may leave, and rules change. */
function keptOrGone(credentials: readonly CredentialNow[]): "kept" | "leaving" | "gone" {
  const there = credentials.filter((one) => !isDone(one, false));
  if (there.length === 0) return "gone";
  return there.every(({ state }) => state === "removing") ? "leaving" : "kept";
}

/** Switched off is still on the door; and what may stay is done when it was seen without opening from afar. */
function isDone({ state, reason, remoteAllowed }: CredentialNow, mayStay: boolean): boolean {
  if (state === "removed") return reason !== "suspended" || (mayStay && !remoteAllowed);
  return mayStay && state === "active" && !remoteAllowed;
}
