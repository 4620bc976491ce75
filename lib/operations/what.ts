import type { OperationKind } from "@/lib/db/schema";

/** What is known of a device, as far as it decides what can be done with it from afar. */
export interface OperableDevice {
  readonly type: number;
  readonly mode: number | null;
  readonly state: number | null;
  /** Of openers: what the intercom lets them do (0 open, 1 both, 2 ring-to-open). */
  readonly capabilities: number | null;
  readonly ringToOpenUntil: Date | null;
}

const lockTypes = [0, 3, 4, 5];
const openerType = 2;

/** Nuki's number of each action; the same number means another thing on an opener (web-api.md 3.4). */
const lockActions: Partial<Record<OperationKind, number>> = { unlock: 1, lock: 2, unlatch: 3, lock_n_go: 4 };
const openerActions: Partial<Record<OperationKind, number>> = {
  ring_to_open_on: 1,
  ring_to_open_off: 2,
  open: 3,
  continuous_on: 6,
  continuous_off: 7,
};

/** Nuki's action number, or null where this type of device has no such action. */
export function actionOf(type: number, kind: OperationKind): number | null {
  const actions = type === openerType ? openerActions : lockTypes.includes(type) ? lockActions : {};
  return actions[kind] ?? null;
}

/** What a door can be asked to do as it stands, in the order of the buttons. A type that we do not know: nothing. */
export function operationsOf(device: OperableDevice, now: Date): OperationKind[] {
  if (!isInUse(device)) return [];
  if (lockTypes.includes(device.type)) return ["unlock", "unlatch", "lock", "lock_n_go"];
  return device.type === openerType ? openerOperations(device, now) : [];
}

/** Not while it is being paired, maintained or charged off its door, and not before it is calibrated. */
function isInUse({ type, mode, state }: OperableDevice): boolean {
  const modes = type === openerType ? [2, 3] : [2];
  return state !== 0 && (mode === null || modes.includes(mode));
}

function openerOperations(device: OperableDevice, now: Date): OperationKind[] {
  const { capabilities } = device;
  const strike: OperationKind[] = capabilities === 2 ? [] : ["open"];
  if (capabilities === 0) return strike;
  const ring = isRingToOpen(device, now) ? "ring_to_open_off" : "ring_to_open_on";
  // In continuous mode every ring opens anyway.
  if (isContinuous(device)) return [...strike, "continuous_off"];
  return [...strike, ring, "continuous_on"];
}

/** Everybody who rings is let in, until somebody ends it. */
export function isContinuous({ type, mode }: Pick<OperableDevice, "type" | "mode">): boolean {
  return type === openerType && mode === 3;
}

/** The next ring opens, for some minutes. */
export function isRingToOpen(
  { type, state, ringToOpenUntil }: Pick<OperableDevice, "type" | "state" | "ringToOpenUntil">,
  now: Date,
): boolean {
  if (type !== openerType) return false;
  return ringToOpenUntil === null ? state === 3 : ringToOpenUntil > now;
}

const opening: readonly OperationKind[] = [
  "unlock",
  "unlatch",
  "lock_n_go",
  "open",
  "ring_to_open_on",
  "continuous_on",
];

/** Does it let somebody in? What closes a door stays allowed where opening from afar is switched off. */
export function isOpening(kind: OperationKind): boolean {
  return opening.includes(kind);
}

/** Characters that a reason may have; the schema says the same, and stays out of the browser. */
export const longestReason = 200;
