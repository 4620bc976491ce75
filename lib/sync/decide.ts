import type {
  ChangeState,
  Door,
  Instant,
  NukiAuthId,
  PlannedChange,
  WaitReason,
  Wish,
} from "@/lib/access/types";

/** The open change of one credential, as far as deciding needs it. */
export interface OpenChange {
  readonly op: "create" | "update" | "remove";
  readonly state: ChangeState;
  readonly wish: Wish | null;
  readonly authId: NukiAuthId | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly inFlight: boolean;
  readonly sentAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly syncedAt: Instant | null;
}

/** What is known about the door at this moment. */
export interface DoorFacts {
  readonly reach: Door["reach"];
  readonly reachableSince: Instant | null;
  readonly listSeenAt: Instant | null;
}

export type Decision =
  | { readonly do: "keep" }
  | { readonly do: "open"; readonly planned: PlannedChange }
  | { readonly do: "close"; readonly as: "confirmed" | "superseded"; readonly next: PlannedChange | null }
  | { readonly do: "wait"; readonly reason: WaitReason; readonly until: Instant | null }
  | { readonly do: "release" }
  | { readonly do: "resume"; readonly state: "sending" | "accepted" }
  | { readonly do: "sync" }
  | { readonly do: "send_again" }
  | { readonly do: "review"; readonly reason: "not_seen" };

/** How long a write may take to show before the door is asked to sync; Nuki normally needs seconds (web-api.md 6). */
export const showsWithinMs = 60_000;
/**
 * How long a request without an answer may still be on its way. Giving it up does not call it back: the kernel repeats
 * what a closed connection has sent for about 100 s, and a create that is sent again meanwhile arrives twice. Other
 * writes may arrive twice.
 */
export const travelsWithinMs = 120_000;
/** How long a sync takes to be readable: as long as the slowest writes (web-api.md 6), since too early a look doubles. */
export const syncTakesMs = 15_000;
/** Without a sync: how late a write may still arrive. */
export const arrivesWithinMs = 15 * 60_000;
/** After this many requests that came to nothing, a person has to look. */
export const mostAttempts = 3;

/**
 * What becomes of a credential's open change, given what the plan wants now and what was last read. `fulfilled` says
 * whether the last reading shows what the open change was to bring about.
 *
 * A request whose effect is not known is never sent again before the door was asked to sync and its list was read
 * once more: so a lost create is repeated and a slow one is not doubled.
 */
export function decide(
  open: OpenChange | null,
  planned: PlannedChange | null,
  fulfilled: boolean,
  door: DoorFacts,
  now: Instant,
): Decision {
  if (open === null) return planned === null ? { do: "keep" } : { do: "open", planned };
  return open.inFlight
    ? decideInFlight(open, planned, fulfilled, door, now)
    : decideAtRest(open, planned, fulfilled);
}

function decideInFlight(
  open: OpenChange,
  planned: PlannedChange | null,
  fulfilled: boolean,
  door: DoorFacts,
  now: Instant,
): Decision {
  const sentAt = open.sentAt ?? now;
  const listSeenAt = door.listSeenAt ?? 0;
  if (fulfilled && listSeenAt > sentAt) return { do: "close", as: "confirmed", next: planned };
  // Who loses access does not wait for what was sent before: the entry is there, and may go in whatever state it is.
  if (planned?.op === "remove" && open.op !== "remove")
    return { do: "close", as: "superseded", next: planned };
  if (door.reach !== "online") {
    return open.state === "waiting" && open.reason === door.reach
      ? { do: "keep" }
      : { do: "wait", reason: door.reach, until: null };
  }
  if (open.state === "waiting")
    return { do: "resume", state: open.acceptedAt === null ? "sending" : "accepted" };
  // What was sent before an outage counts from the return: the door may deliver it late, or never.
  const from = Math.max(sentAt, door.reachableSince ?? 0);
  const mayTravel = open.op === "create" && open.acceptedAt === null;
  const patientUntil = from + (mayTravel ? travelsWithinMs : showsWithinMs);
  if (now < patientUntil) return { do: "keep" };
  // A sync of before, as for another change of this door, says nothing about a write that was still on its way.
  const synced = open.syncedAt !== null && open.syncedAt >= patientUntil ? open.syncedAt : null;
  // A door that cannot be asked to sync gets so much time that no write can still be under way.
  const settledAt = synced === null ? from + arrivesWithinMs : synced + syncTakesMs;
  if (synced === null && listSeenAt < settledAt) return { do: "sync" };
  if (listSeenAt < settledAt) return { do: "keep" };
  if (planned === null || !isSameWrite(open, planned))
    return { do: "close", as: "superseded", next: planned };
  return open.attempts < mostAttempts ? { do: "send_again" } : { do: "review", reason: "not_seen" };
}

function decideAtRest(open: OpenChange, planned: PlannedChange | null, fulfilled: boolean): Decision {
  if (planned === null) {
    const wasSent = open.sentAt !== null && fulfilled;
    return { do: "close", as: wasSent ? "confirmed" : "superseded", next: null };
  }
  if (!isSameWrite(open, planned)) return { do: "close", as: "superseded", next: planned };
  if (open.state === "failed" || open.state === "needs_review") return { do: "keep" };
  if (planned.waits !== null) {
    const waitsAlready = open.state === "waiting" && open.reason === planned.waits;
    return waitsAlready ? { do: "keep" } : { do: "wait", reason: planned.waits, until: planned.notBefore };
  }
  return open.state === "waiting" && isDoorReason(open.reason) ? { do: "release" } : { do: "keep" };
}

function isDoorReason(reason: string | null): boolean {
  return reason === "offline" || reason === "reconnect" || reason === "pin_invalid" || reason === "not_yet";
}

/** Would sending the planned change put the same content in the same place as the open one? */
export function isSameWrite(
  open: Pick<OpenChange, "op" | "wish" | "authId">,
  planned: PlannedChange,
): boolean {
  if (open.op !== planned.op) return false;
  switch (planned.op) {
    case "create":
      return open.wish !== null && isSameWish(open.wish, planned.wish);
    case "update":
      return open.authId === planned.authId && open.wish !== null && isSameWish(open.wish, planned.wish);
    case "remove":
      return open.authId === planned.authId;
  }
}

export function isSameWish(a: Wish, b: Wish): boolean {
  return (
    a.name === b.name &&
    a.enabled === b.enabled &&
    a.remoteAllowed === b.remoteAllowed &&
    a.validFrom === b.validFrom &&
    a.validUntil === b.validUntil &&
    a.codeHash === b.codeHash &&
    a.window.days === b.window.days &&
    a.window.fromMinute === b.window.fromMinute &&
    a.window.untilMinute === b.window.untilMinute
  );
}
