import type { DeviceId } from "@/lib/access/types";

/** Withdrawals at a door that leaves an area hold at one that comes in, too. */
export interface TakeAlong {
  readonly from: DeviceId;
  readonly to: DeviceId;
}

export interface Swap {
  readonly left: readonly DeviceId[];
  readonly came: readonly DeviceId[];
}

/** Which doors an edit takes out of an area and puts in. Pure. */
export function swapOf(before: readonly DeviceId[], after: readonly DeviceId[]): Swap {
  const [had, wanted] = [new Set(before), new Set(after)];
  return { left: [...had.difference(wanted)], came: [...wanted.difference(had)] };
}

/** One door for one is a lock that was replaced; of several nobody but a person can say which stands for which. Pure. */
export function usualTakeAlong({ left, came }: Swap): TakeAlong[] {
  const [[from, ...moreLeft], [to, ...moreCame]] = [left, came];
  return from && to && moreLeft.length + moreCame.length === 0 ? [{ from, to }] : [];
}
