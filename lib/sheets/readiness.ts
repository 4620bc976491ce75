import type { StatusReason } from "@/lib/access/status";
import type { CredentialState, DeviceId, Instant, TimeWindow, Wish } from "@/lib/access/types";

/** What is known of somebody's keypad code at one door: what the rules want there, and what the door has shown. */
export interface DoorFact {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly state: CredentialState;
  readonly reason: StatusReason | null;
  readonly wish: Pick<Wish, "window" | "enabled" | "validFrom" | "validUntil" | "codeHash"> | null;
  /** As it was read last; null while the door has shown nothing of it. */
  readonly shown: {
    readonly codeHash: string | null;
    readonly enabled: boolean;
    readonly busy: boolean;
  } | null;
}

type Place = Pick<DoorFact, "deviceId" | "name" | "siteName" | "timeZone">;

/** A door that may stand on the sheet. */
export interface ConfirmedDoor extends Place {
  readonly window: TimeWindow;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
}

/** A door that may not yet, and why. */
export interface OpenDoor extends Place {
  readonly state: CredentialState;
  readonly reason: StatusReason | null;
}

/** Why nothing can be printed for a person at all. */
export type NotReady = "removed" | "suspended" | "no_code" | "no_doors" | "not_confirmed";

export interface Readiness {
  /** Null: there is a door that has confirmed the code. */
  readonly problem: NotReady | null;
  readonly confirmed: readonly ConfirmedDoor[];
  readonly open: readonly OpenDoor[];
}

export interface PersonFacts {
  readonly status: "active" | "suspended" | "removed";
  /** Of the current code. */
  readonly codeHash: string | null;
  readonly doors: readonly DoorFact[];
}

/**
 * For which doors a person's code can be printed: those that were read to have this very code, switched on, with nothing
 * on its way. What is merely sent, or was confirmed for the code before, is not on paper (code-sheet.md).
 */
export function readinessOf({ status, codeHash, doors }: PersonFacts, now: Instant): Readiness {
  const confirmed: ConfirmedDoor[] = [];
  const open: OpenDoor[] = [];
  for (const fact of doors) {
    const { deviceId, name, siteName, timeZone } = fact;
    const place = { deviceId, name, siteName, timeZone };
    if (!isWanted(fact, now)) continue;
    const wish = codeHash === null || status !== "active" ? null : confirmedWish(fact, codeHash);
    if (wish) {
      const { window, validFrom, validUntil } = wish;
      confirmed.push({ ...place, window, validFrom, validUntil });
    } else open.push({ ...place, ...whyNot(fact) });
  }
  return { problem: problemOf(status, codeHash, confirmed.length, open.length), confirmed, open };
}

/** Of what is over or on its way off the door there is nothing to wait for. */
function isWanted({ state, reason, wish }: DoorFact, now: Instant): boolean {
  if (state === "removing" || (state === "removed" && reason?.key !== "suspended")) return false;
  return wish === null || wish.validUntil === null || wish.validUntil > now;
}

function confirmedWish({ state, wish, shown }: DoorFact, codeHash: string): DoorFact["wish"] {
  if (state !== "active" || !wish?.enabled || wish.codeHash !== codeHash) return null;
  return shown?.enabled && !shown.busy && shown.codeHash === codeHash ? wish : null;
}

/** "Active" for the code before means that the new one has yet to be sent: the state follows at the next turn. */
function whyNot({ state, reason }: DoorFact): Pick<OpenDoor, "state" | "reason"> {
  return state === "active" ? { state: "planned", reason: { key: "differs" } } : { state, reason };
}

function problemOf(
  status: PersonFacts["status"],
  codeHash: string | null,
  confirmed: number,
  open: number,
): NotReady | null {
  if (status !== "active") return status;
  if (codeHash === null) return "no_code";
  if (confirmed > 0) return null;
  return open === 0 ? "no_doors" : "not_confirmed";
}
