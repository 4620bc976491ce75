import type { WithheldGroup } from "@/lib/access/consequences";
import type { DeviceId, StaffId, Withdrawal, WithheldAccess } from "@/lib/access/types";
import type { Compiled, Picture } from "./picture";

/** One side of an edit: the rules, and what they give. */
export interface Side {
  readonly picture: Picture;
  readonly compiled: Compiled;
}

/**
 * What an edit's rules would give and an earlier withdrawal keeps away: whoever gives access must be told that it does not
 * come. What the edit itself withdraws is its purpose, and what was kept away by the same rules before is no news. Pure.
 */
export function staysWithheld(before: Side, after: Side): WithheldAccess[] {
  const withdrawn = new Set(before.picture.model.withdrawals.map(withdrawalKey));
  const rulesBefore = new Map<string, Set<string>>();
  for (const item of before.compiled.withheld) rulesBefore.set(keyOf(item), new Set(item.ruleIds));
  return after.compiled.withheld.filter((item) => {
    if (!withdrawn.has(withdrawalKey(item))) return false;
    const known = rulesBefore.get(keyOf(item));
    return !known || item.ruleIds.some((id) => !known.has(id));
  });
}

/** Door by door, with the people by name. Pure. */
export function groupWithheld(
  items: readonly WithheldAccess[],
  { model }: Picture,
  nameOf: ReadonlyMap<StaffId, string>,
): WithheldGroup[] {
  const groups = new Map<DeviceId, Set<StaffId>>();
  for (const { deviceId, staffId } of items) {
    const group = groups.get(deviceId);
    if (group) group.add(staffId);
    else groups.set(deviceId, new Set([staffId]));
  }
  return [...groups]
    .map(([id, people]) => ({
      id,
      doorName: model.doors.get(id)?.name ?? "",
      people: people.size,
      examples: [...people].slice(0, 3).map((staffId) => nameOf.get(staffId) ?? ""),
    }))
    .sort((a, b) => a.doorName.localeCompare(b.doorName));
}

function keyOf({ staffId, deviceId, kind, part }: WithheldAccess): string {
  return `${staffId}|${deviceId}|${kind}|${part}`;
}

function withdrawalKey({ staffId, deviceId, part }: Withdrawal): string {
  return `${staffId}|${deviceId}|${part}`;
}
