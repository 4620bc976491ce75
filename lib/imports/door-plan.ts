import { callsOf } from "@/lib/access/calls";
import type { BlockReason, DeviceId, Instant, PlannedChange, WaitReason } from "@/lib/access/types";
import { kindOf } from "@/lib/access/wish";
import type { Diff } from "@/lib/changes/diff";
import type { Picture } from "@/lib/changes/picture";

/** What a file does at one door. */
export interface DoorPlan {
  readonly id: DeviceId;
  readonly name: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly blocked: readonly { readonly reason: BlockReason; readonly count: number }[];
  /** Codes on the keypad before and after, and how many it holds; null where there is none. */
  readonly codes: { readonly before: number; readonly after: number; readonly capacity: number } | null;
  readonly waits: {
    readonly reason: WaitReason;
    readonly count: number;
    readonly since: Instant | null;
  } | null;
}

export interface DoorsPlan {
  readonly doors: readonly DoorPlan[];
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
  readonly blocked: number;
  /** Changes that were pending and are not needed any more. */
  readonly withdrawn: number;
  /** Of the changes above: what goes out at once, and what has to wait for a door or a day. */
  readonly now: { readonly changes: number; readonly calls: number };
  readonly later: { readonly changes: number; readonly calls: number };
  /** About how long Nuki's limit of requests makes it take. */
  readonly seconds: number;
}

/** The doors' side of an import: authorizations, places on keypads, and requests now and later told apart. Pure. */
export function doorsPlanOf(
  { changes, blocked, withdrawn }: Pick<Diff, "changes" | "blocked" | "withdrawn">,
  { model, observed }: Picture,
  siteOf: ReadonlyMap<DeviceId, string>,
  requestsPerMinute: number,
): DoorsPlan {
  const ready = changes.filter((change) => change.waits === null);
  const waiting = changes.filter((change) => change.waits !== null);
  const callsNow = callsOf({ changes: ready }, { accountUsers: observed.accountUsers }).length;
  const onKeypad = countBy(
    observed.authorizations.filter((auth) => kindOf(auth.type) === "keypad"),
    (auth) => auth.deviceId,
  );
  const changesOf = groupBy(changes, (change) => change.deviceId);
  const blockedOf = groupBy(blocked, (item) => item.deviceId);
  const ids = new Set([...changesOf.keys(), ...blockedOf.keys()]);
  const doors = [...ids].flatMap((id): DoorPlan[] => {
    const door = model.doors.get(id);
    if (!door) return [];
    const own = changesOf.get(id) ?? [];
    const codes = own.filter((change) => change.kind !== "app");
    const before = onKeypad.get(id) ?? 0;
    const held = own.filter((change) => change.waits !== null);
    // A door that cannot be reached says more than a first day that is yet to come.
    const reason = held.find((change) => change.waits !== "not_yet")?.waits ?? held[0]?.waits ?? null;
    return [
      {
        id,
        name: door.name,
        siteName: siteOf.get(id) ?? "",
        timeZone: door.timeZone,
        added: count(own, "create"),
        updated: count(own, "update"),
        removed: count(own, "remove"),
        blocked: [...countBy(blockedOf.get(id) ?? [], (item) => item.reason)].map(([why, n]) => ({
          reason: why,
          count: n,
        })),
        codes: door.hasKeypad
          ? {
              before,
              after: before + count(codes, "create") - count(codes, "remove"),
              capacity: door.codeCapacity,
            }
          : null,
        waits: reason && {
          reason,
          count: held.filter((change) => change.waits === reason).length,
          since: reason === "not_yet" ? null : door.offlineSince,
        },
      },
    ];
  });
  return {
    doors: doors.sort((a, b) => a.siteName.localeCompare(b.siteName) || a.name.localeCompare(b.name)),
    created: count(changes, "create"),
    updated: count(changes, "update"),
    removed: count(changes, "remove"),
    blocked: blocked.length,
    withdrawn: withdrawn.length,
    now: { changes: ready.length, calls: callsNow },
    later: { changes: waiting.length, calls: callsLater(waiting, observed.accountUsers) },
    seconds: Math.ceil(callsNow * Math.max(60 / requestsPerMinute, secondsPerCall)) + secondsToReadBack,
  };
}

/** A request to Nuki takes about this long, and a door shows what it was told some seconds later. */
const secondsPerCall = 0.06;
const secondsToReadBack = 10;

/** Doors come back one by one, so what waits for different doors cannot share a request. */
function callsLater(
  waiting: readonly PlannedChange[],
  accountUsers: Picture["observed"]["accountUsers"],
): number {
  const groups = groupBy(waiting, ({ waits, deviceId, notBefore }) =>
    waits === "not_yet" ? `day ${notBefore}` : `door ${deviceId}`,
  );
  let calls = 0;
  for (const group of groups.values()) {
    const changes = group.map((change): PlannedChange => ({ ...change, waits: null }));
    calls += callsOf({ changes }, { accountUsers }).length;
  }
  return calls;
}

function count(changes: readonly PlannedChange[], op: PlannedChange["op"]): number {
  return changes.filter((change) => change.op === op).length;
}

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function countBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, number> {
  return new Map([...groupBy(items, keyOf)].map(([key, group]) => [key, group.length]));
}
