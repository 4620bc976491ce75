import type { Instant } from "@/lib/access/types";

/** While a bolt turns or a strike hums it is read again after this time. */
export const inMotionMs = 1_500;
/** For so long a state in motion is believed; after that the device is stuck in it, and the poll will do. */
export const motionForMs = 60_000;
/** For so long after a press the door is read again and again. */
export const operatedForMs = 60_000;
/** Most presses show within seconds; what takes longer is asked for less often, since every reading is a request. */
const soonAfterPressMs = 15_000;
const laterPauseMs = 5_000;

const lockMoves: readonly number[] = [2, 4, 7];
const openerMoves: readonly number[] = [7];
/** Unlatched and lock 'n' go end by themselves within seconds, and so does an open strike. */
const passing: readonly number[] = [5, 6];

/** Unlocking, locking, unlatching; of an opener, opening (web-api.md 4.3). */
export function isInMotion(type: number, state: number | null): boolean {
  return state !== null && (type === 2 ? openerMoves : lockMoves).includes(state);
}

export interface Seen {
  readonly type: number;
  readonly state: number | null;
  readonly serverState: number;
  readonly stateSince: Instant;
  /** When somebody pressed a button for it whose outcome is not known yet. */
  readonly operatedAt: Instant | null;
}

/** In how many milliseconds a device that was just read should be read again by itself; null: the poll will do. */
export function lookAgainAfter(
  { type, state, serverState, stateSince, operatedAt }: Seen,
  now: Instant,
): number | null {
  // What it says is what it said before the outage.
  if (serverState !== 0) return null;
  if (isInMotion(type, state) && now - stateSince < motionForMs) return inMotionMs;
  const isOperated = operatedAt !== null && now - operatedAt < operatedForMs;
  if (isOperated && now - operatedAt < soonAfterPressMs) return inMotionMs;
  const isPassing = state !== null && passing.includes(state) && now - stateSince < motionForMs;
  return isOperated || isPassing ? laterPauseMs : null;
}

/** More doors than this are one request for all of them. */
const oneByOne = 2;

/** The cheapest way to read these devices. */
export function waysToLook<Id>(ids: readonly Id[]): { readonly each: readonly Id[]; readonly list: boolean } {
  const distinct = [...new Set(ids)];
  return distinct.length > oneByOne ? { each: [], list: true } : { each: distinct, list: false };
}
