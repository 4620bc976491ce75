import type { OperationKind, OperationState } from "@/lib/db/schema";
import { actionOf } from "./what";

/** How long what became of a press is looked for after its request left. */
export const followForMs = 60_000;
/** What could not leave within this time never does: a door must not open when nobody stands there any more. */
export const sendWithinMs = 20_000;
/** Log rows carry whole seconds by the clock of the lock. */
const clockToleranceMs = 3_000;

const webTrigger = 4;
const motorBlocked = 254;
const blockedCompletion = 1;
/** Nuki's completion "unknown": the log knows no more than we do. */
const unknownCompletion = 255;

export interface OpenOperation {
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly outcome: string | null;
  readonly requestedAt: Date;
  readonly sentAt: Date | null;
  /** When the press before it at this door was over: a row from before belongs to that one. */
  readonly previousEndedAt: Date | null;
  /** When a later press at this door left: what the door did after that may be its doing, and proves nothing here. */
  readonly nextSentAt: Date | null;
}

/** The device as it was read last. */
export interface SeenDevice {
  readonly type: number;
  readonly state: number | null;
  readonly mode: number | null;
  readonly trigger: number | null;
  readonly lastAction: number | null;
  readonly stateSince: Date | null;
  readonly ringToOpenUntil: Date | null;
  /** When the request left whose answer this is. */
  readonly seenAt: Date;
}

export interface SeenEntry {
  readonly nukiId: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly action: number;
  readonly trigger: number;
  readonly state: number;
}

/** How a press ended, for good. */
export interface Verdict {
  readonly state: "done" | "refused" | "unknown";
  readonly outcome: string | null;
  readonly entryNukiId: string | null;
}

/**
 * What became of a press, from what was read of its door since; null: not known yet. The log speaks first, since it tells
 * how the motor ended; then the door's state; then the clock. `entries` are those that prove no other press.
 */
export function verdictOf(
  operation: OpenOperation,
  device: SeenDevice,
  entries: readonly SeenEntry[],
  now: Date,
): Verdict | null {
  const { kind, sentAt } = operation;
  if (sentAt === null)
    return isOlder(operation.requestedAt, sendWithinMs, now) ? ended("refused", "not_sent") : null;
  const action = actionOf(device.type, kind);
  const row = entries
    .filter((entry) => isOurs(entry, action, operation, sentAt))
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())[0];
  if (row) return byLog(row);
  const shown = operation.nextSentAt === null ? byState(kind, action, device, sentAt) : null;
  if (shown) return shown;
  return isOlder(sentAt, followForMs, now)
    ? ended("unknown", operation.outcome ?? without(operation.state))
    : null;
}

function without(state: OperationState): string {
  return state === "accepted" ? "no_proof" : "no_answer";
}

function isOurs(
  entry: SeenEntry,
  action: number | null,
  { previousEndedAt, nextSentAt }: OpenOperation,
  sentAt: Date,
): boolean {
  return (
    (previousEndedAt === null || entry.occurredAt > previousEndedAt) &&
    (nextSentAt === null || entry.occurredAt.getTime() < nextSentAt.getTime() - clockToleranceMs) &&
    entry.action === action &&
    entry.trigger === webTrigger &&
    entry.receivedAt >= sentAt &&
    entry.occurredAt.getTime() >= sentAt.getTime() - clockToleranceMs
  );
}

function byLog({ state, nukiId }: SeenEntry): Verdict {
  if (state === 0) return { state: "done", outcome: null, entryNukiId: nukiId };
  const outcome = `log_${state}`;
  return { state: state === unknownCompletion ? "unknown" : "refused", outcome, entryNukiId: nukiId };
}

function byState(
  kind: OperationKind,
  action: number | null,
  device: SeenDevice,
  sentAt: Date,
): Verdict | null {
  if (device.seenAt < sentAt) return null;
  // Being switched on or off is a fact of its own; when it was switched is not told.
  if (isMode(kind)) return hasMode(kind, device) ? ended("done", null) : null;
  // A door that already was as it should be proves nothing: only what moved since then, and through the Web API.
  const moved = device.stateSince !== null && device.stateSince >= sentAt;
  const byUs = (device.trigger ?? webTrigger) === webTrigger && (device.lastAction ?? action) === action;
  if (!moved || !byUs) return null;
  if (device.type !== 2 && device.state === motorBlocked) return ended("refused", `log_${blockedCompletion}`);
  return device.state !== null && endStates[kind]?.includes(device.state) ? ended("done", null) : null;
}

/** States at rest that an action leads to (web-api.md 4.3); those in motion prove nothing yet. */
const endStates: Partial<Record<OperationKind, readonly number[]>> = {
  unlock: [3],
  lock: [1],
  unlatch: [5, 3],
  lock_n_go: [6],
  open: [5],
};

type ModeKind = Extract<OperationKind, `${"ring_to_open" | "continuous"}_${string}`>;

function isMode(kind: OperationKind): kind is ModeKind {
  return kind.startsWith("ring_to_open_") || kind.startsWith("continuous_");
}

function hasMode(kind: ModeKind, { state, mode, ringToOpenUntil, seenAt }: SeenDevice): boolean {
  const rings = ringToOpenUntil === null ? state === 3 : ringToOpenUntil > seenAt;
  switch (kind) {
    case "ring_to_open_on":
      return rings;
    case "ring_to_open_off":
      return !rings && state === 1;
    case "continuous_on":
      return mode === 3;
    case "continuous_off":
      return mode === 2;
  }
}

function isOlder(at: Date, ms: number, now: Date): boolean {
  return now.getTime() - at.getTime() > ms;
}

function ended(state: Verdict["state"], outcome: string | null): Verdict {
  return { state, outcome, entryNukiId: null };
}
