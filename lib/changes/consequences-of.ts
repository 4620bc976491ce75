import { callsOf } from "@/lib/access/calls";
import type {
  AccessCounts,
  BlockedGroup,
  Consequences,
  DoorConsequences,
  KindCounts,
} from "@/lib/access/consequences";
import type {
  AccessKind,
  BlockedCredential,
  CredentialKind,
  DeviceId,
  PlannedChange,
  StaffId,
  WithheldAccess,
} from "@/lib/access/types";
import type { Diff } from "./diff";
import { exampleOf } from "./example-of";
import { groupLeftBehind, type LeftBehind } from "./left-behind";
import type { Picture } from "./picture";
import { groupWithheld } from "./withheld";

export interface Names {
  readonly staff: ReadonlyMap<StaffId, string>;
  /** Of all doors, those without a site too. */
  readonly doors: ReadonlyMap<DeviceId, string>;
  readonly siteOfDoor: ReadonlyMap<DeviceId, string>;
}

/** What earlier withdrawals keep away from an edit, and what they do not although one might think so. */
export interface Withdrawn {
  readonly withheld: readonly WithheldAccess[];
  readonly leftBehind: readonly LeftBehind[];
}

const mostExamples = 8;

/** The figures and examples of a diff, as a person sees them before it happens. Pure. */
export function consequencesOf(
  diff: Diff,
  { withheld, leftBehind }: Withdrawn,
  picture: Picture,
  names: Names,
): Consequences {
  const { changes } = diff;
  return {
    create: countCreates(changes),
    update: countByKind(changes, "update"),
    remove: countByKind(changes, "remove"),
    withdrawn: diff.withdrawn.length,
    unchanged: diff.unchanged,
    calls: callsOf({ changes }, { accountUsers: picture.observed.accountUsers }).length,
    staff: new Set(changes.map((change) => change.staffId)).size,
    effects: countEffects(changes),
    blocked: groupBlocked(diff.blocked, picture, names),
    withheld: groupWithheld(withheld, picture, names.staff),
    leftBehind: groupLeftBehind(leftBehind, names.doors, names.staff),
    doors: groupByDoor(diff, picture, names),
    examples: changes.slice(0, mostExamples).map((change) =>
      exampleOf(change, {
        staffName: names.staff.get(change.staffId) ?? "",
        doorName: doorName(picture, change.deviceId),
        timeZone: picture.model.doors.get(change.deviceId)?.timeZone ?? "UTC",
      }),
    ),
  };
}

function countCreates(changes: readonly PlannedChange[]): AccessCounts {
  const counts: Record<AccessKind, number> = { app: 0, keypad: 0 };
  for (const change of changes) if (change.op === "create") counts[change.kind] += 1;
  return counts;
}

function countByKind(changes: readonly PlannedChange[], op: "update" | "remove"): KindCounts {
  const counts: Record<CredentialKind, number> = { app: 0, keypad: 0, keypad_old: 0 };
  for (const change of changes) if (change.op === op) counts[change.kind] += 1;
  return counts;
}

function countEffects(changes: readonly PlannedChange[]): Consequences["effects"] {
  const counts = { widens: 0, narrows: 0, moves: 0, neutral: 0 };
  for (const change of changes) counts[change.effect] += 1;
  return counts;
}

function groupBlocked(blocked: readonly BlockedCredential[], picture: Picture, names: Names): BlockedGroup[] {
  const groups = new Map<BlockedCredential["reason"], BlockedCredential[]>();
  for (const item of blocked) {
    const group = groups.get(item.reason);
    if (group) group.push(item);
    else groups.set(item.reason, [item]);
  }
  return [...groups].map(([reason, items]) => ({
    reason,
    count: items.length,
    examples: items
      .slice(0, 3)
      .map((item) => `${names.staff.get(item.staffId) ?? ""} · ${doorName(picture, item.deviceId)}`),
  }));
}

function groupByDoor(diff: Diff, picture: Picture, names: Names): DoorConsequences[] {
  const changesOf = groupByDevice(diff.changes);
  const blockedOf = groupByDevice(diff.blocked);
  const ids = new Set([...changesOf.keys(), ...blockedOf.keys()]);
  const doors = [...ids].flatMap((id): DoorConsequences[] => {
    const door = picture.model.doors.get(id);
    if (!door) return [];
    const changes = changesOf.get(id) ?? [];
    const waiting = changes.filter((change) => change.waits !== null && change.waits !== "not_yet");
    const reason = waiting[0]?.waits ?? null;
    return [
      {
        id,
        name: door.name,
        siteName: names.siteOfDoor.get(id) ?? "",
        timeZone: door.timeZone,
        added: changes.filter((change) => change.op === "create").length,
        updated: changes.filter((change) => change.op === "update").length,
        removed: changes.filter((change) => change.op === "remove").length,
        blocked: blockedOf.get(id)?.length ?? 0,
        waits: reason === null ? null : { reason, count: waiting.length, since: door.offlineSince },
      },
    ];
  });
  return doors.sort((a, b) => a.siteName.localeCompare(b.siteName) || a.name.localeCompare(b.name));
}

function groupByDevice<T extends { deviceId: DeviceId }>(items: readonly T[]): Map<DeviceId, T[]> {
  const groups = new Map<DeviceId, T[]>();
  for (const item of items) {
    const group = groups.get(item.deviceId);
    if (group) group.push(item);
    else groups.set(item.deviceId, [item]);
  }
  return groups;
}

function doorName(picture: Picture, deviceId: DeviceId): string {
  return picture.model.doors.get(deviceId)?.name ?? "";
}
