import type {
  Authorization,
  BlockedCredential,
  Credential,
  CredentialKey,
  CredentialKind,
  DeviceId,
  StaffId,
} from "./types";

/** An authorization that is ours and was seen on the door. */
export interface Bound extends CredentialKey {
  readonly auth: Authorization;
}

/** All that is known about one staff x device x kind. */
export interface Slot {
  readonly key: CredentialKey;
  readonly wanted: Credential | BlockedCredential | null;
  readonly bound: readonly Bound[];
}

/**
 * Visits staff x device x kind in one fixed order, whatever the order of the input. Ids are ranked once and each list is
 * put in order by numbers, so that 400,000 credentials need no comparison of texts.
 */
export function eachSlot(
  wanted: readonly (Credential | BlockedCredential)[],
  bound: readonly Bound[],
  visit: (slot: Slot) => void,
): void {
  const staff = ranks<StaffId>([wanted, bound], (item) => item.staffId);
  const devices = ranks<DeviceId>([wanted, bound], (item) => item.deviceId);
  const placeOf = ({ staffId, deviceId, kind }: CredentialKey) =>
    ((staff.get(staffId) ?? 0) * devices.size + (devices.get(deviceId) ?? 0)) * 3 + PLACES[kind];

  const wants = inOrder(wanted, placeOf);
  const has = inOrder(bound, placeOf);
  let [w, h] = [0, 0];
  while (w < wants.length || h < has.length) {
    const place = Math.min(
      wants[w]?.place ?? Number.POSITIVE_INFINITY,
      has[h]?.place ?? Number.POSITIVE_INFINITY,
    );
    const want = wants[w]?.place === place ? wants[w]?.item : undefined;
    if (want) w += 1;
    if (want && wants[w]?.place === place)
      throw new Error(`wanted twice: ${want.staffId} at ${want.deviceId}`);
    const first = h;
    while (has[h]?.place === place) h += 1;
    const here = first === h ? NONE : has.slice(first, h).map(({ item }) => item);
    const key = want ?? here[0];
    if (key) visit({ key: keyOf(key), wanted: want ?? null, bound: here });
  }
}

/** The former code last: whether there is room for the new one is asked before. */
const PLACES: Record<CredentialKind, number> = { app: 0, keypad: 1, keypad_old: 2 };
const NONE: readonly Bound[] = [];

export function keyOf({ staffId, deviceId, kind }: CredentialKey): CredentialKey {
  return { staffId, deviceId, kind };
}

function ranks<Id extends string>(
  lists: readonly (readonly CredentialKey[])[],
  idOf: (item: CredentialKey) => Id,
): Map<Id, number> {
  const ids = new Set<Id>();
  for (const list of lists) for (const item of list) ids.add(idOf(item));
  return new Map([...ids].sort().map((id, rank) => [id, rank]));
}

function inOrder<Item extends CredentialKey>(items: readonly Item[], placeOf: (item: Item) => number) {
  const placed = items.map((item) => ({ place: placeOf(item), item }));
  // Compiled lists come grouped by person, and the sort of the engine is quick with runs.
  return placed.sort((a, b) => a.place - b.place);
}
