import type { IconName } from "@/components/ui/icon";
import type { OperationKind } from "@/lib/db/schema";

/** What the browser needs to ask about a door: the little that its dialog says. */
export interface PressTarget {
  readonly deviceId: string;
  readonly name: string;
  readonly siteName: string;
  readonly kinds: readonly OperationKind[];
  readonly reasonRequired: boolean;
  /** "locked, door closed", in the page's language. */
  readonly stateText: string;
  readonly seenAt: number;
  readonly timeZone: string;
}

export const kindIcons: Record<OperationKind, IconName> = {
  unlock: "lock-open",
  lock: "lock",
  unlatch: "door-open",
  lock_n_go: "timer",
  open: "door-open",
  ring_to_open_on: "bell",
  ring_to_open_off: "bell-off",
  continuous_on: "play",
  continuous_off: "pause",
};
