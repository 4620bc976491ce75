import type {
  AccessKind,
  AccountId,
  DeviceId,
  Observed,
  Plan,
  PlannedCall,
  PlannedChange,
  StaffId,
  WaitReason,
} from "./types";
import { wishKey } from "./wish";

/** Nuki documents no limit for its bulk lists; a hundred keeps one refused list small. */
const BULK = 100;

export interface CallsOptions {
  readonly accountUsers: Observed["accountUsers"];
  /** The most items of one bulk list. */
  readonly bulk?: number;
}

/**
 * The requests that the changes need which can be sent now: one create per distinct account, person, kind and wish
 * whatever the number of doors; updates and removals in bulk lists. First what takes access away, last what gives it.
 */
export function callsOf(
  plan: Pick<Plan, "changes">,
  { accountUsers, bulk = BULK }: CallsOptions,
): PlannedCall[] {
  const ready = plan.changes.filter((change) => change.waits === null);
  const removals = perAccount(ready, "remove", bulk).map(([accountId, changes]): PlannedCall => {
    return { kind: "remove", accountId, authIds: changes.map((change) => change.authId) };
  });
  const updates = perAccount(ready, "update", bulk).map(([accountId, changes]): PlannedCall => {
    return { kind: "update", accountId, changes };
  });
  const creates = createsOf(ready);
  return [...removals, ...updates, ...invitesFor(creates, accountUsers), ...creates];
}

export interface PlanCount {
  readonly create: number;
  readonly createApp: number;
  readonly createKeypad: number;
  readonly update: number;
  readonly remove: number;
  readonly unchanged: number;
  readonly blocked: number;
  readonly unmanaged: number;
  /** Changes that let somebody in who could not get in before. */
  readonly widens: number;
  /** Changes that cannot be sent now, of those above. */
  readonly waiting: number;
  /** Staff with at least one change. */
  readonly staff: number;
  readonly doors: readonly DoorWait[];
}

export interface DoorWait {
  readonly deviceId: DeviceId;
  readonly reason: WaitReason;
  readonly count: number;
}

/** The figures of a plan, for the preview. */
export function countPlan(plan: Plan): PlanCount {
  const count = (test: (change: PlannedChange) => boolean) => plan.changes.filter(test).length;
  return {
    create: count((change) => change.op === "create"),
    createApp: count((change) => change.op === "create" && change.kind === "app"),
    createKeypad: count((change) => change.op === "create" && change.kind === "keypad"),
    update: count((change) => change.op === "update"),
    remove: count((change) => change.op === "remove"),
    unchanged: plan.unchanged.length,
    blocked: plan.blocked.length,
    unmanaged: plan.unmanaged.length,
    widens: count((change) => change.effect === "widens" || change.effect === "moves"),
    waiting: count((change) => change.waits !== null),
    staff: new Set(plan.changes.map((change) => change.staffId)).size,
    doors: waitsOf(plan),
  };
}

function waitsOf(plan: Plan): DoorWait[] {
  const waits = new Map<string, DoorWait>();
  for (const { deviceId, waits: reason } of plan.changes) {
    if (reason === null) continue;
    const key = `${deviceId}|${reason}`;
    waits.set(key, { deviceId, reason, count: (waits.get(key)?.count ?? 0) + 1 });
  }
  return [...waits].toSorted(([a], [b]) => order(a, b)).map(([, wait]) => wait);
}

type ChangeOf<Op extends PlannedChange["op"]> = Extract<PlannedChange, { op: Op }>;

const URGENCY: Record<PlannedChange["effect"], number> = { narrows: 0, moves: 1, neutral: 2, widens: 3 };

function perAccount<Op extends PlannedChange["op"]>(changes: readonly PlannedChange[], op: Op, bulk: number) {
  const lists = new Map<AccountId, ChangeOf<Op>[]>();
  for (const change of changes) {
    if (!hasOp(change, op)) continue;
    const list = lists.get(change.accountId);
    if (list) list.push(change);
    else lists.set(change.accountId, [change]);
  }
  return [...lists]
    .toSorted(([a], [b]) => order(a, b))
    .flatMap(([accountId, list]) => {
      const sorted = list.toSorted((a, b) => URGENCY[a.effect] - URGENCY[b.effect]);
      return chunks(sorted, bulk).map((chunk): [AccountId, ChangeOf<Op>[]] => [accountId, chunk]);
    });
}

function hasOp<Op extends PlannedChange["op"]>(change: PlannedChange, op: Op): change is ChangeOf<Op> {
  return change.op === op;
}

type CreateCall = Extract<PlannedCall, { kind: "create" }>;

function createsOf(changes: readonly PlannedChange[]): CreateCall[] {
  const calls = new Map<string, CreateCall & { deviceIds: DeviceId[] }>();
  for (const change of changes) {
    if (change.op !== "create") continue;
    const { accountId, staffId, kind: credential, wish, deviceId } = change;
    const key = `${accountId}|${staffId}|${credential}|${wishKey(wish)}`;
    const call = calls.get(key);
    if (call) call.deviceIds.push(deviceId);
    else calls.set(key, { kind: "create", accountId, staffId, credential, wish, deviceIds: [deviceId] });
  }
  return [...calls.values()].toSorted((a, b) => order(a.accountId, b.accountId));
}

function invitesFor(creates: readonly CreateCall[], users: Observed["accountUsers"]): PlannedCall[] {
  const app: AccessKind = "app";
  const known = new Set(users.map(({ accountId, staffId }) => `${accountId}|${staffId}`));
  const invites: PlannedCall[] = [];
  for (const { accountId, staffId, credential } of creates) {
    const key: `${AccountId}|${StaffId}` = `${accountId}|${staffId}`;
    if (credential !== app || known.has(key)) continue;
    known.add(key);
    invites.push({ kind: "invite_user", accountId, staffId });
  }
  return invites;
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const result: Item[][] = [];
  for (let start = 0; start < items.length; start += size) result.push(items.slice(start, start + size));
  return result;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
