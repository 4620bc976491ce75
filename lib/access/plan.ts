import { type Bound, eachSlot, keyOf, type Slot } from "./slots";
import type {
  AccessCredential,
  AccessModel,
  Authorization,
  BlockedCredential,
  BlockReason,
  Credential,
  CredentialKey,
  DeviceId,
  Door,
  FormerCredential,
  Instant,
  NukiAuthId,
  Observed,
  Plan,
  PlannedChange,
  StaffId,
  WaitReason,
  Wish,
  WishField,
} from "./types";
import { accessKindOf, differences, effectOf, isGranted, kindOf, narrowed } from "./wish";

export interface PlanInput {
  readonly credentials: readonly Credential[];
  readonly blocked: readonly BlockedCredential[];
  /** All authorizations and bindings of the doors, also those of people outside the scope. */
  readonly observed: Observed;
  readonly doors: AccessModel["doors"];
  /**
   * Whom the credentials were compiled for. What is bound to anybody else is left as it is; what is bound to them and no
   * longer wanted is removed. "all" only when the whole model was compiled.
   */
  readonly scope: ReadonlySet<StaffId> | "all";
  readonly now: Instant;
}

/**
 * The difference between what the rules want and what Nuki has; data, not action. Changes name authorizations that are
 * bound, and no others.
 *
 * A blocked credential that is bound already: what it lets in now may stay as far as the rules grant it. Inside of them
 * it is unchanged; beyond them it is narrowed to the most that it has and that one rule grants; if that is nothing, it
 * is removed. In each of these cases it is reported as blocked too.
 */
export function plan(input: PlanInput): Plan {
  const { observed, scope, now, doors } = input;
  const { bound, unmanaged, codes } = sortOut(observed, scope);
  const foreign = foreignOf(unmanaged, observed, doors);
  const wanted = [...input.credentials, ...input.blocked];
  const changes: PlannedChange[] = [];
  const unchanged: CredentialKey[] = [];
  const blocked: BlockedCredential[] = [];

  const planner: Planner = {
    now,
    doors,
    foreign,
    misdirected: observed.misdirected ?? new Set(),
    codesWanted: new Map(),
    formerKept: new Map(),
    changes,
    unchanged,
    blocked,
  };
  eachSlot(wanted, bound, (slot) => {
    if (scope !== "all" && !scope.has(slot.key.staffId))
      throw new Error(`${slot.key.staffId} is not in the scope`);
    planSlot(planner, slot);
  });
  return { ...withinCapacity(planner, codes), unmanaged };
}

type Wanted = AccessCredential | BlockedCredential;

interface Planner {
  readonly now: Instant;
  readonly doors: AccessModel["doors"];
  readonly foreign: Foreign;
  readonly misdirected: ReadonlySet<NukiAuthId>;
  /** The credentials that keypad codes are to be created for. */
  readonly codesWanted: Map<PlannedChange, Wanted>;
  /** Former codes that may stay, by `staff|device`: they make room where the new code would not fit beside them. */
  readonly formerKept: Map<string, Bound>;
  readonly changes: PlannedChange[];
  readonly unchanged: CredentialKey[];
  readonly blocked: BlockedCredential[];
}

function planSlot(planner: Planner, { key, wanted, bound }: Slot): void {
  if (wanted === null) {
    for (const { auth } of bound) planner.changes.push(removal(planner, key, auth));
    return;
  }
  const astray = bound.filter(({ auth }) => planner.misdirected.has(auth.id));
  if (astray.length > 0) {
    // An update keeps the account user, so it would stay with whoever has the old address. When it is gone, the next
    // plan invites the new one.
    for (const { auth } of astray) planner.changes.push(removal(planner, key, auth));
    return;
  }
  const wish = wanted.wish;
  const [kept, ...surplus] = bound.length > 1 ? ranked(bound, wish) : bound;
  for (const { auth } of surplus) planner.changes.push(removal(planner, key, auth));

  if (wanted.kind === "keypad_old") {
    if (kept) planFormer(planner, wanted, kept);
    return;
  }
  const blockedBy = "reason" in wanted ? wanted : null;
  if (wish && kept) planUpdate(planner, wanted, wish, kept.auth);
  else if (blockedBy) planBlocked(planner, blockedBy, kept?.auth ?? null);
  else if (wish?.enabled) planCreate(planner, wanted, wish);
}

/** A former code stays as it is wanted or goes. It is never put on a door again, so it is only wanted where it is seen. */
function planFormer(planner: Planner, wanted: FormerCredential, kept: Bound): void {
  const { auth } = kept;
  const differs = differences(auth, wanted.wish, wanted.kind);
  if (differs.includes("code")) {
    planner.changes.push(removal(planner, wanted, auth));
    return;
  }
  planner.formerKept.set(`${wanted.staffId}|${wanted.deviceId}`, kept);
  if (differs.length === 0) planner.unchanged.push(keyOf(wanted));
  else planner.changes.push(update(planner, wanted, auth, wanted.wish, differs));
}

function planCreate(planner: Planner, wanted: Wanted, wish: Wish): void {
  if (wanted.kind === "app" && planner.foreign.users.has(`${wanted.deviceId}|${wanted.staffId}`)) {
    planner.blocked.push(obstacle(wanted, "unmanaged_exists"));
  } else if (wanted.kind === "keypad" && planner.foreign.codes.has(`${wanted.deviceId}|${wish.codeHash}`)) {
    planner.blocked.push(obstacle(wanted, "code_clash"));
  } else {
    const sendFrom = "sendFrom" in wanted ? wanted.sendFrom : null;
    const base = baseOf(planner, wanted, effectOf(null, wish), sendFrom);
    const change: PlannedChange = { ...base, kind: wanted.kind, op: "create", wish };
    planner.changes.push(change);
    if (wanted.kind === "keypad") planner.codesWanted.set(change, wanted);
  }
}

function planUpdate(planner: Planner, wanted: Wanted, wish: Wish, auth: Authorization): void {
  const differs = differences(auth, wish, wanted.kind);
  if (differs.length === 0) {
    planner.unchanged.push(keyOf(wanted));
  } else if (differs.includes("code") && planner.foreign.codes.has(`${wanted.deviceId}|${wish.codeHash}`)) {
    // Nuki would refuse the new code, and the old one is no longer the person's.
    planBlocked(planner, obstacle(wanted, "code_clash"), auth);
  } else {
    planner.changes.push(update(planner, wanted, auth, wish, differs));
  }
}

function planBlocked(planner: Planner, blocked: BlockedCredential, auth: Authorization | null): void {
  planner.blocked.push(blocked);
  if (auth === null) return;
  const ended = auth.validUntil !== null && auth.validUntil < planner.now;
  if (!ended && isGranted(auth, blocked.granted, blocked.codeHash)) {
    planner.unchanged.push(keyOf(blocked));
    return;
  }
  const wish = narrowed(auth, blocked.granted, blocked.codeHash, planner.now);
  if (wish) planner.changes.push(update(planner, blocked, auth, wish, differences(auth, wish, blocked.kind)));
  else planner.changes.push(removal(planner, blocked, auth));
}

function update(
  planner: Planner,
  key: CredentialKey,
  before: Authorization,
  wish: Wish,
  differs: readonly WishField[],
): PlannedChange {
  const base = baseOf(planner, key, effectOf(before, wish), null);
  return { ...base, op: "update", authId: before.id, wish, before, differs };
}

function removal(planner: Planner, key: CredentialKey, before: Authorization): PlannedChange {
  return { ...baseOf(planner, key, effectOf(before, null), null), op: "remove", authId: before.id, before };
}

function baseOf(
  planner: Planner,
  key: CredentialKey,
  effect: PlannedChange["effect"],
  sendFrom: Instant | null,
) {
  const door = doorOf(planner, key.deviceId);
  // "Not yet" first: it would not be sent now even if the door were there.
  const early = sendFrom !== null && sendFrom > planner.now;
  const waits: WaitReason | null = early ? "not_yet" : door.reach === "online" ? null : door.reach;
  return { ...keyOf(key), accountId: door.accountId, effect, waits, notBefore: early ? sendFrom : null };
}

function doorOf(planner: Planner, deviceId: DeviceId): Door {
  const door = planner.doors.get(deviceId);
  if (!door) throw new Error(`the plan has no door ${deviceId}`);
  return door;
}

/** Something on the door itself is in the way; nothing is granted meanwhile to what is bound. */
function obstacle(wanted: Wanted, reason: BlockReason): BlockedCredential {
  const { staffId, deviceId, kind, ruleIds, wish } = wanted;
  return {
    staffId,
    deviceId,
    kind,
    reason,
    ruleIds,
    wish,
    options: null,
    granted: [],
    codeHash: wish?.codeHash ?? null,
  };
}

/** One authorization is enough: the one that needs the least, then the first by id. */
function ranked(bound: readonly Bound[], wish: Wish | null): Bound[] {
  const distance = ({ auth, kind }: Bound) => (wish ? differences(auth, wish, kind).length : 0);
  return bound.toSorted((a, b) => distance(a) - distance(b) || order(a.auth.id, b.auth.id));
}

/** What was seen, told apart: ours, somebody else's, and how many codes each door holds, whoever made them. */
function sortOut(observed: Observed, scope: PlanInput["scope"]) {
  const bindings = new Map<NukiAuthId, Observed["bindings"][number]>();
  for (const binding of observed.bindings) bindings.set(binding.authId, binding);
  if (bindings.size < observed.bindings.length) throw new Error("an authorization is bound twice");

  const bound: Bound[] = [];
  const unmanaged: Authorization[] = [];
  const codes = new Map<DeviceId, number>();
  for (const auth of observed.authorizations) {
    const kind = kindOf(auth.type);
    if (kind === "keypad") codes.set(auth.deviceId, (codes.get(auth.deviceId) ?? 0) + 1);
    const binding = bindings.get(auth.id);
    if (!binding) {
      if (kind !== null) unmanaged.push(auth);
      continue;
    }
    const { staffId, deviceId } = binding;
    if (accessKindOf(binding.kind) !== kind || deviceId !== auth.deviceId)
      throw new Error(`${auth.id} is bound as something else`);
    if (scope === "all" || scope.has(staffId)) bound.push({ staffId, deviceId, kind: binding.kind, auth });
  }
  unmanaged.sort((a, b) => order(a.deviceId, b.deviceId) || order(a.id, b.id));
  return { bound, unmanaged, codes };
}

/** What stands on a door without being ours and would collide with a create. */
interface Foreign {
  /** `device|code hash` */
  readonly codes: ReadonlySet<string>;
  /** `device|staff` */
  readonly users: ReadonlySet<string>;
}

function foreignOf(
  unmanaged: readonly Authorization[],
  observed: Observed,
  doors: AccessModel["doors"],
): Foreign {
  const codes = new Set<string>();
  const users = new Set<string>();
  // Nuki numbers its users per account.
  const staffOfUser = new Map<string, StaffId>();
  for (const { accountId, accountUserId, staffId } of observed.accountUsers) {
    staffOfUser.set(`${accountId}|${accountUserId}`, staffId);
  }
  for (const { type, deviceId, codeHash, accountUserId } of unmanaged) {
    if (type === 13 && codeHash !== null) codes.add(`${deviceId}|${codeHash}`);
    const staffId =
      type === 0 ? staffOfUser.get(`${doors.get(deviceId)?.accountId}|${accountUserId}`) : undefined;
    if (staffId) users.add(`${deviceId}|${staffId}`);
  }
  return { codes, users };
}

/**
 * Codes that no longer fit on a keypad are blocked here rather than refused by the lock. Removals make room first. Where
 * only the person's own former code stands in the way, it goes: both would wait for each other for ever.
 */
function withinCapacity(
  planner: Planner,
  codes: ReadonlyMap<DeviceId, number>,
): Pick<Plan, "changes" | "unchanged" | "blocked"> {
  const used = new Map(codes);
  for (const { op, kind, deviceId } of planner.changes) {
    if (op === "remove" && kind !== "app") used.set(deviceId, (used.get(deviceId) ?? 0) - 1);
  }
  const full: BlockedCredential[] = [];
  const evicted = new Set<NukiAuthId>();
  const changes = planner.changes.flatMap((change): PlannedChange[] => {
    const wanted = planner.codesWanted.get(change);
    if (!wanted) return [change];
    const count = used.get(change.deviceId) ?? 0;
    if (count < doorOf(planner, change.deviceId).codeCapacity) {
      used.set(change.deviceId, count + 1);
      return [change];
    }
    const former = planner.formerKept.get(`${change.staffId}|${change.deviceId}`);
    if (former) {
      evicted.add(former.auth.id);
      return [change, removal(planner, former, former.auth)];
    }
    full.push(obstacle(wanted, "capacity"));
    return [];
  });
  const blocked = [...planner.blocked, ...full];
  if (evicted.size === 0) return { changes, unchanged: planner.unchanged, blocked };
  const isEvicted = ({ staffId, deviceId, kind }: CredentialKey) => {
    const former = kind === "keypad_old" && planner.formerKept.get(`${staffId}|${deviceId}`);
    return former && evicted.has(former.auth.id);
  };
  return {
    changes: changes.filter((change) => !(change.op === "update" && isEvicted(change))),
    unchanged: planner.unchanged.filter((key) => !isEvicted(key)),
    blocked,
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
