import { windowKey } from "./schedule";
import type { BlockedCredential, CredentialKey, Plan, PlannedChange } from "./types";
import { wishKey } from "./wish";

/**
 * A short text that stays the same as long as a plan says the same to the person who looks at it: the changes with their
 * wishes, and what is blocked. Whether a door is offline right now is not part of it, nor is the order. It tells a
 * changed plan from the one that was seen; it is no signature.
 */
export function fingerprintOf(plan: Pick<Plan, "changes" | "blocked">): string {
  const lines = [...plan.changes.map(changeLine), ...plan.blocked.map(blockedLine)].sort();
  return hash64(lines.join("\n"));
}

function changeLine(change: PlannedChange): string {
  const head = `${keyLine(change)}|${change.op}|${change.accountId}|${change.effect}`;
  if (change.op === "create") return `${head}|${wishKey(change.wish)}`;
  if (change.op === "remove") return `${head}|${change.authId}`;
  return `${head}|${change.authId}|${change.differs.join(",")}|${wishKey(change.wish)}`;
}

function blockedLine(blocked: BlockedCredential): string {
  const { options } = blocked;
  const inside = options?.inside ? windowKey(options.inside.window) : "";
  const offered = options ? `${options.basis}|${inside}|${windowKey(options.wider.window)}` : "";
  return `${keyLine(blocked)}|blocked|${blocked.reason}|${offered}`;
}

function keyLine({ staffId, deviceId, kind }: CredentialKey): string {
  return `${staffId}|${deviceId}|${kind}`;
}

/** Two independent 32-bit multiply-and-mix lanes (the cyrb53 construction, both halves kept). */
function hash64(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}
