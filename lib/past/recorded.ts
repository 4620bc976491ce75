import type { AccountId, DeviceId } from "@/lib/access/types";

/*
 * What the sync notes in `installation` of its own recording, so that the past claims no more than what was recorded.
 */

/** Lists are read every five minutes: after this time without a reading nobody knows what came and went meanwhile. */
export const gapMinutes = 60;

/** Of the times in which the list of a device was not read: pairs of instants, as ISO text. */
export function gapsKey(deviceId: DeviceId | ""): string {
  return `past_gaps:${deviceId}`;
}

/** Of the moment from which on it is known of everybody what the rules want at the doors of an account, as ISO text. */
export function wishesKey(accountId: AccountId | ""): string {
  return `wishes_from:${accountId}`;
}

/** Two instants as ISO text; the oldest pair stands first. */
export type GapText = readonly [from: string, to: string];

/**
 * So many of them are kept. Of more, those two become one between which the list was read for the shortest time: then
 * more is said to be unread than was, and never less.
 */
export function boundGaps(gaps: readonly GapText[], most = 100): GapText[] {
  const kept = [...gaps];
  while (kept.length > most) {
    const between = kept
      .slice(1)
      .map(([from], index) => Date.parse(from) - Date.parse(kept[index]?.[1] ?? from));
    const nearest = between.indexOf(Math.min(...between));
    const [first, second] = kept.slice(nearest, nearest + 2);
    if (!first || !second) break;
    kept.splice(nearest, 2, [first[0], second[1]]);
  }
  return kept;
}
