import type { AccountId, DeviceId } from "@/lib/access/types";

/*
 * What the sync notes in `installation` of its own recording, so that the past claims no more than what was recorded.
 */

/** Of the times in which the list of a device was not read: pairs of instants, as ISO text. */
export function gapsKey(deviceId: DeviceId | ""): string {
  return `past_gaps:${deviceId}`;
}

/** Of the moment from which on it is known of everybody what the rules want at the doors of an account, as ISO text. */
export function wishesKey(accountId: AccountId | ""): string {
  return `wishes_from:${accountId}`;
}
