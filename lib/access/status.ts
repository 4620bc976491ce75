import type {
  Authorization,
  BlockedCredential,
  BlockReason,
  ChangeState,
  Credential,
  CredentialState,
  Door,
  Instant,
  PlannedChange,
  WaitReason,
} from "./types";
import { differences } from "./wish";

/** The stored change of one credential, as far as its state depends on it. */
export interface TrackedChange {
  readonly op: PlannedChange["op"];
  readonly state: ChangeState;
  /** Why it failed, waits or needs review: a wait reason or an error code. */
  readonly reason: string | null;
  readonly nextTryAt: Instant | null;
}

export interface StatusInput {
  /** What the rules want; null when they want nothing. */
  readonly desired: Credential | BlockedCredential | null;
  /** The bound authorization as last seen on the door; null when there is none. */
  readonly bound: Authorization | null;
  readonly change: TrackedChange | null;
  readonly door: Pick<Door, "reach" | "offlineSince">;
}

export type StatusReason =
  | { readonly key: BlockReason }
  | { readonly key: Exclude<WaitReason, "not_yet" | "offline"> }
  | { readonly key: "offline"; readonly since: Instant | null; readonly nextTryAt: Instant | null }
  | { readonly key: "not_yet"; readonly notBefore: Instant }
  /** Nuki took it, the door has not shown it. */
  | { readonly key: "accepted" }
  /** Nuki is still writing what it took earlier. */
  | { readonly key: "busy" }
  /** The door shows something else than the rules want. */
  | { readonly key: "differs" }
  | { readonly key: "suspended" }
  | { readonly key: "change"; readonly code: string | null; readonly nextTryAt: Instant | null };

export interface Status {
  readonly state: CredentialState;
  readonly reason: StatusReason | null;
}

/**
 * The one state of a credential that people see. It is active only when the door was seen to hold exactly what is
 * wanted and nothing is on its way; a write that Nuki merely took is not done (domain.md, rule 2).
 */
export function statusOf(input: StatusInput): Status {
  const { desired, bound, change } = input;
  if (change && change.state !== "confirmed" && change.state !== "superseded")
    return statusOfChange(input, change);
  if (desired === null) return bound === null ? state("removed") : due(input, "removing", null);
  // Without an e-mail address nobody can be invited, but who was invited is kept up to date.
  const invited = bound !== null && "reason" in desired && desired.reason === "no_email";
  const wish = "reason" in desired && !invited ? null : desired.wish;
  if (wish === null) return state("needs_review", "reason" in desired ? { key: desired.reason } : null);

  if (bound === null) {
    // A suspended person gets nothing new, so there is nothing to wait for.
    if (!wish.enabled) return state("removed", { key: "suspended" });
    const sendFrom = "sendFrom" in desired ? desired.sendFrom : null;
    if (sendFrom !== null) return state("planned", { key: "not_yet", notBefore: sendFrom });
    return due(input, "planned", null);
  }
  if (bound.busy) return state("sending", { key: "busy" });
  if (differences(bound, wish, desired.kind).length > 0) return due(input, "planned", { key: "differs" });
  return wish.enabled ? state("active") : state("removed", { key: "suspended" });
}

function statusOfChange({ door }: StatusInput, change: TrackedChange): Status {
  const told: StatusReason = { key: "change", code: change.reason, nextTryAt: change.nextTryAt };
  const removing = change.op === "remove";
  switch (change.state) {
    case "failed":
      return state("failed", told);
    case "needs_review":
      return state("needs_review", told);
    case "waiting":
      return state("waiting", waitOf(door, change) ?? told);
    case "accepted":
      return state(removing ? "removing" : "sending", { key: "accepted" });
    case "sending":
      return state(removing ? "removing" : "sending");
    case "planned":
    case "confirmed":
    case "superseded":
      return state(removing ? "removing" : "planned");
    default:
      return change.state satisfies never;
  }
}

/** A change that has to come: planned, or waiting when the door is not there. */
function due({ door }: StatusInput, planned: CredentialState, reason: StatusReason | null): Status {
  const wait = waitOf(door, null);
  return wait ? state("waiting", wait) : state(planned, reason);
}

function waitOf(
  { reach, offlineSince }: StatusInput["door"],
  change: TrackedChange | null,
): StatusReason | null {
  if (reach === "online") return null;
  if (reach !== "offline") return { key: reach };
  return { key: "offline", since: offlineSince, nextTryAt: change?.nextTryAt ?? null };
}

function state(name: CredentialState, reason: StatusReason | null = null): Status {
  return { state: name, reason };
}
