import type { WithdrawalLeftGroup } from "@/lib/access/consequences";
import type { AccessCredential, DeviceId, RuleId, StaffId, WithdrawnPart } from "@/lib/access/types";
import type { Compiled, Picture } from "./picture";
import type { Side } from "./withheld";

/** What somebody gets at a door although it was withdrawn from them at another, which it may stand in for. */
export interface LeftBehind {
  readonly staffId: StaffId;
  readonly deviceId: DeviceId;
  readonly withdrawnAt: DeviceId;
}

/**
 * A withdrawal is about one door, so it does not follow when that door is replaced: a rule of before that reaches a door
 * that is new to it gives everybody something there. Meant are people from whom the same was withdrawn at a door that this
 * rule reached before, or at one that no rule gives them any more, as when the old lock left the area first. Pure.
 */
export function leftBehind(before: Side, after: Side): LeftBehind[] {
  const withdrawn = Map.groupBy(before.picture.model.withdrawals, (one) => one.staffId);
  if (withdrawn.size === 0) return [];
  const kept = new Set(after.picture.model.withdrawals.map(placeOf));
  const isMeant = ({ staffId }: { staffId: StaffId }) => withdrawn.has(staffId);
  const had = new Set(wantedOf(before.compiled).filter(isMeant).map(keyOf));
  const reached = new Set(wantedOf(after.compiled).filter(isMeant).map(placeOf));
  const withheldBy = Map.groupBy(before.compiled.withheld, placeOf);
  const rulesBefore = rulesOfPeople(before.picture);
  const areaOf = new Map(before.picture.model.rules.map((rule) => [rule.id, rule.areaId]));
  const reaches = (ruleId: RuleId, deviceId: DeviceId) => {
    const areaId = areaOf.get(ruleId);
    return areaId !== undefined && before.picture.model.areas.get(areaId)?.includes(deviceId) === true;
  };
  const found = new Map<string, LeftBehind>();
  for (const gain of after.compiled.credentials) {
    if (gain.kind === "keypad_old" || !isMeant(gain) || had.has(keyOf(gain))) continue;
    const widened = gain.ruleIds.filter(
      (id) => rulesBefore.get(gain.staffId)?.has(id) && !reaches(id, gain.deviceId),
    );
    if (widened.length === 0) continue;
    for (const { deviceId, part } of withdrawn.get(gain.staffId) ?? []) {
      const place = placeOf({ staffId: gain.staffId, deviceId });
      if (deviceId === gain.deviceId || !kept.has(place) || !covers(part, gain)) continue;
      const bySame = withheldBy.get(place)?.some((item) => item.ruleIds.some((id) => widened.includes(id)));
      if (!bySame && reached.has(place)) continue;
      const left = { staffId: gain.staffId, deviceId: gain.deviceId, withdrawnAt: deviceId };
      found.set(`${placeOf(left)}|${deviceId}`, left);
    }
  }
  return [...found.values()];
}

/** One group per pair of doors, with the people by name. Pure. */
export function groupLeftBehind(
  items: readonly LeftBehind[],
  nameOfDoor: ReadonlyMap<DeviceId, string>,
  nameOf: ReadonlyMap<StaffId, string>,
): WithdrawalLeftGroup[] {
  const door = (id: DeviceId) => nameOfDoor.get(id) ?? "";
  return [...Map.groupBy(items, (item) => `${item.deviceId}|${item.withdrawnAt}`)]
    .flatMap(([id, group]) => {
      const [first] = group;
      if (!first) return [];
      return [
        {
          id,
          ...{ doorName: door(first.deviceId), withdrawnAt: door(first.withdrawnAt) },
          people: group.length,
          examples: group.slice(0, 3).map(({ staffId }) => nameOf.get(staffId) ?? ""),
        },
      ];
    })
    .sort((a, b) => a.doorName.localeCompare(b.doorName) || a.withdrawnAt.localeCompare(b.withdrawnAt));
}

function wantedOf({ credentials, blocked, withheld }: Compiled) {
  return [...credentials, ...blocked, ...withheld];
}

/** Which rules are about each person: their own, and those of their teams. */
function rulesOfPeople({ model }: Picture): Map<StaffId, Set<RuleId>> {
  const own = Map.groupBy(model.rules, ({ subject }) =>
    "staffId" in subject ? subject.staffId : subject.teamId,
  );
  return new Map(
    model.staff.map(({ id, teamIds }) => [
      id,
      new Set([id, ...teamIds].flatMap((subject) => own.get(subject)?.map((rule) => rule.id) ?? [])),
    ]),
  );
}

function covers(part: WithdrawnPart, { kind, wish }: AccessCredential): boolean {
  if (part === "remote") return wish.remoteAllowed;
  return part === "all" || part === kind;
}

function placeOf({ staffId, deviceId }: { staffId: StaffId; deviceId: DeviceId }): string {
  return `${staffId}|${deviceId}`;
}

function keyOf(item: { staffId: StaffId; deviceId: DeviceId; kind: string }): string {
  return `${placeOf(item)}|${item.kind}`;
}
