import type { StatusReason } from "@/lib/access/status";
import type { CredentialKind, CredentialState, DeviceId } from "@/lib/access/types";
import type { StaffStatus } from "@/lib/db/tables/intent";
import type { visitStates } from "./schema";

export type VisitState = (typeof visitStates)[number];

export interface Stay {
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly status: StaffStatus;
}

/** Where a visit stands on a day of its doors' calendar. Days decide, not doors: those are said beside it. */
export function visitStateOf({ firstDay, lastDay, status }: Stay, today: string): VisitState {
  if (status === "removed") return "over";
  if (lastDay !== null && lastDay < today) return "over";
  if (status === "suspended") return "paused";
  if (firstDay !== null && firstDay > today) return "coming";
  return lastDay === today ? "ending" : "here";
}

export type HostStanding = "here" | "suspended" | "left";

/** Can this host answer for a visit? Whose last day is over has left, whether or not somebody noted it. */
export function hostStandingOf(
  { status, lastDay }: { readonly status: StaffStatus; readonly lastDay: string | null },
  today: string,
): HostStanding {
  if (status === "removed" || (lastDay !== null && lastDay < today)) return "left";
  return status === "suspended" ? "suspended" : "here";
}

/** One thing that the visitor has at a door. */
export interface VisitDoor {
  readonly deviceId: DeviceId;
  readonly kind: CredentialKind;
  readonly doorName: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly state: CredentialState;
  readonly reason: StatusReason | null;
}

export type DoorsWord =
  /** Nothing is known at any door: before the worker has looked, or because nothing ever got there. */
  | { readonly kind: "none" }
  /** After the end: read back, and not there any more. */
  | { readonly kind: "gone"; readonly doors: number }
  /** After the end, but some doors have not shown it yet. */
  | { readonly kind: "still"; readonly doors: readonly VisitDoor[]; readonly elsewhere: number }
  | { readonly kind: "ready"; readonly doors: number }
  | { readonly kind: "partly"; readonly ready: number; readonly open: readonly VisitDoor[] };

/**
 * What the doors say about a visit. After its end only one thing counts: whether each door was seen without the code;
 * a removal that was merely sent is none (domain.md, rule 2).
 */
export function doorsWord(state: VisitState, doors: readonly VisitDoor[], elsewhere = 0): DoorsWord {
  if (state === "over") {
    const open = eachDoor(doors.filter((door) => door.state !== "removed"));
    if (open.length + elsewhere > 0) return { kind: "still", doors: open, elsewhere };
    const gone = eachDoor(doors).length;
    return gone === 0 ? { kind: "none" } : { kind: "gone", doors: gone };
  }
  // A former code on its way out says nothing about the one that counts.
  const wanted = doors.filter((door) => door.state !== "removed" && door.kind !== "keypad_old");
  const all = eachDoor(wanted).length;
  if (all === 0) return { kind: "none" };
  const open = eachDoor(wanted.filter((door) => door.state !== "active"));
  return open.length === 0
    ? { kind: "ready", doors: all }
    : { kind: "partly", ready: all - open.length, open };
}

/** Several things at one door are one door. */
function eachDoor(doors: readonly VisitDoor[]): VisitDoor[] {
  return [...new Map(doors.toReversed().map((door) => [door.deviceId, door])).values()].toReversed();
}
