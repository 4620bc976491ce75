import type { BlockReason, DeviceId, StaffId } from "@/lib/access/types";

/** What asks for a person. */
export interface Needs {
  readonly connections: readonly ConnectionTrouble[];
  /** Alerts that nobody has taken on yet. */
  readonly alerts: { readonly open: number; readonly critical: number };
  readonly failed: number;
  readonly needsReview: number;
  /** Doors with settings that somebody else changed too. */
  readonly settings: readonly { readonly id: DeviceId; readonly name: string; readonly toDecide: number }[];
  readonly blocked: readonly { readonly reason: BlockReason; readonly count: number }[];
  readonly doors: readonly DoorTrouble[];
  /** Devices with a battery of their own, their keypad's or their sensor's to change. */
  readonly batteries: readonly { readonly id: DeviceId; readonly name: string }[];
  readonly newDevices: number;
  readonly leavers: { readonly people: number; readonly entries: number };
  /** Nobody signed for their code sheets, so they have no code any more. */
  readonly lockedOut: number;
  readonly ending: People;
  readonly starting: People;
}

export interface ConnectionTrouble {
  readonly id: string;
  readonly name: string;
  readonly status: "unauthorized" | "unreachable";
  readonly problem: string | null;
  readonly lastOkAt: Date | null;
}

export interface DoorTrouble {
  readonly id: DeviceId;
  readonly name: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly reach: "offline" | "reconnect" | "pin_invalid";
  readonly since: Date | null;
  /** Changes that go out when it is back. */
  readonly waiting: number;
}

export interface People {
  readonly count: number;
  readonly first: readonly { readonly id: StaffId; readonly name: string; readonly day: string }[];
}

/** How many things there are to look at: none of them makes a calm page. */
export function countNeeds(needs: Needs): number {
  return (
    needs.connections.length +
    Math.min(needs.alerts.open, 1) +
    needs.failed +
    needs.needsReview +
    needs.settings.reduce((sum, { toDecide }) => sum + toDecide, 0) +
    needs.blocked.length +
    needs.doors.length +
    needs.batteries.length +
    needs.newDevices +
    needs.leavers.entries +
    needs.lockedOut
  );
}
