import { isDeepStrictEqual } from "node:util";
import { and, eq, gt, inArray, isNull, lte } from "drizzle-orm";
import type { AccountId, DeviceId, StaffId } from "@/lib/access/types";
import { reachOf } from "@/lib/changes/picture";
import { isAny } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { changes, devices, operations } from "@/lib/db/schema";
import { publish } from "@/lib/live/publish";
import type { NukiDevice } from "@/lib/nuki/translate";
import { isInMotion, lookAgainAfter, operatedForMs } from "./look";
import { noteBatteries, noteOutages } from "./note-history";

export type DeviceRow = typeof devices.$inferSelect;

/** What a reading of one device has shown. */
export interface Noted {
  readonly id: DeviceId;
  readonly nukiId: number;
  /** It can be reached again, or not any more: who has something open there is planned anew. */
  readonly reachChanged: boolean;
  /** Bolt, strike or door have come to stand differently than before: there is a new entry of it. */
  readonly moved: boolean;
  /** Somebody pressed a button for it whose outcome is not known yet: it may only show in the log. */
  readonly isOperated: boolean;
}

/** A device as it was before this reading (null: never seen) and as it is now. */
export interface Step {
  readonly id: DeviceId;
  readonly old: DeviceRow | null;
  readonly facts: ReturnType<typeof factsOf>;
}

/**
 * Notes what was read of these devices, by the list or one by one. The rows are held while this is decided, so two
 * readings that overlap are noted one after the other, and the one whose request left earlier never overwrites.
 */
export async function noteDevices(
  tx: Tx,
  accountId: AccountId,
  found: readonly NukiDevice[],
  askedAt: Date,
): Promise<Noted[]> {
  if (found.length === 0) return [];
  const known = await tx
    .select()
    .from(devices)
    .where(
      and(
        eq(devices.accountId, accountId),
        inArray(
          devices.nukiId,
          found.map((device) => device.id),
        ),
      ),
    )
    .orderBy(devices.id)
    // "no key": entries that come in meanwhile refer to these rows, and would wait.
    .for("no key update");
  const before = new Map(known.map((row) => [row.nukiId, row]));
  const fresh = found.filter((device) => !before.has(device.id)).map(factsOf);
  const added = await addDevices(tx, accountId, fresh, askedAt);
  const steps = found.flatMap((device): Step[] => {
    const old = before.get(device.id) ?? null;
    const id = old?.id ?? added.get(device.id);
    if (!id || (old && old.seenAt > askedAt)) return [];
    return [{ id, old, facts: factsOf(device) }];
  });
  const operated = await lastOperations(
    tx,
    steps.map((step) => step.id),
    askedAt,
  );
  const same: DeviceId[] = [];
  const changed: DeviceId[] = [];
  for (const { old, facts, id } of steps) {
    const isNews = !old || old.missingSince !== null || differ(old, facts);
    if (isNews) changed.push(id);
    if (!old) continue;
    const moments = momentsOf({ old, facts }, askedAt, operated.get(id) ?? null);
    if (!isNews && moments.lookAt === old.lookAt) same.push(id);
    else
      await tx
        .update(devices)
        .set({ ...facts, ...moments })
        .where(eq(devices.id, id));
  }
  if (same.length > 0) await tx.update(devices).set({ seenAt: askedAt }).where(isAny(devices.id, same));
  await noteOutages(tx, steps, askedAt);
  await noteBatteries(tx, steps, askedAt);
  await publish(
    tx,
    changed.map((deviceId) => ({ topic: "device", deviceId })),
  );
  return steps.map((step) => notedOf(step, operated.has(step.id)));
}

/** People with something open at these devices. */
export async function staffWaitingAt(tx: Tx, deviceIds: readonly DeviceId[]): Promise<StaffId[]> {
  if (deviceIds.length === 0) return [];
  const rows = await tx
    .selectDistinct({ staffId: changes.staffId })
    .from(changes)
    .where(and(isNull(changes.closedAt), isAny(changes.deviceId, deviceIds)));
  return rows.map((row) => row.staffId);
}

async function addDevices(
  tx: Tx,
  accountId: AccountId,
  rows: readonly ReturnType<typeof factsOf>[],
  askedAt: Date,
): Promise<Map<number, DeviceId>> {
  const added = new Map<number, DeviceId>();
  for (let start = 0; start < rows.length; start += 500) {
    const part = rows.slice(start, start + 500);
    const inserted = await tx
      .insert(devices)
      .values(
        part.map((facts) => ({ accountId, ...facts, ...momentsOf({ old: null, facts }, askedAt, null) })),
      )
      .onConflictDoNothing()
      .returning({ id: devices.id, nukiId: devices.nukiId });
    for (const { id, nukiId } of inserted) added.set(nukiId, id);
  }
  return added;
}

function momentsOf({ old, facts }: Omit<Step, "id">, askedAt: Date, operatedAt: Date | null) {
  const reachable = isReachable(facts);
  const returned = reachable && (!old || !isReachable(old));
  const stateSince = since(old?.stateSince, !old || old.state !== facts.state, askedAt);
  const pause = lookAgainAfter(
    { ...facts, stateSince: stateSince.getTime(), operatedAt: operatedAt?.getTime() ?? null },
    askedAt.getTime(),
  );
  return {
    seenAt: askedAt,
    missingSince: null,
    offlineSince: facts.serverState === 4 ? (old?.offlineSince ?? askedAt) : null,
    reachableSince: reachable ? (returned ? askedAt : (old?.reachableSince ?? askedAt)) : null,
    // Its list is read again: what was written before may have been lost.
    observeAt: returned ? askedAt : (old?.observeAt ?? null),
    stateSince,
    doorSince: since(old?.doorSince, !old || old.doorState !== facts.doorState, askedAt),
    lookAt: pause === null ? (old?.lookAt ?? null) : new Date(askedAt.getTime() + pause),
  };
}

function since(before: Date | null | undefined, isNew: boolean, askedAt: Date): Date {
  return isNew || !before ? askedAt : before;
}

function isReachable(row: Pick<DeviceRow, "serverState" | "adminPinState"> & Partial<DeviceRow>): boolean {
  return reachOf({ ...row, missingSince: row.missingSince ?? null }) === "online";
}

function notedOf({ id, old, facts }: Step, isOperated: boolean): Noted {
  return {
    isOperated,
    id,
    nukiId: facts.nukiId,
    reachChanged: old !== null && isReachable(old) !== isReachable(facts),
    moved: old !== null && (hasStopped(old, facts) || old.doorState !== facts.doorState),
  };
}

function hasStopped(old: DeviceRow, facts: Step["facts"]): boolean {
  return old.state !== facts.state && !isInMotion(facts.type, facts.state);
}

/** jsonb keeps its own order of members, which makes no difference here. */
function differ(old: DeviceRow, facts: ReturnType<typeof factsOf>): boolean {
  const keys = Object.keys(facts) as (keyof typeof facts)[];
  return keys.some((key) => !isDeepStrictEqual(old[key], facts[key])) || old.stateSince === null;
}

/** Presses of a moment ago whose outcome is not known yet. */
async function lastOperations(
  tx: Tx,
  deviceIds: readonly DeviceId[],
  now: Date,
): Promise<Map<DeviceId, Date>> {
  const rows = await tx
    .select({ deviceId: operations.deviceId, requestedAt: operations.requestedAt })
    .from(operations)
    .where(
      and(
        isNull(operations.settledAt),
        gt(operations.requestedAt, new Date(now.getTime() - operatedForMs)),
        lte(operations.requestedAt, new Date(now.getTime() + operatedForMs)),
        isAny(operations.deviceId, deviceIds),
      ),
    )
    .orderBy(operations.requestedAt);
  return new Map(rows.map((row) => [row.deviceId, row.requestedAt]));
}

function factsOf(device: NukiDevice) {
  const until = device.state?.ringToOpenEnd ?? null;
  const charge = device.battery?.charge ?? null;
  return {
    nukiId: device.id,
    type: device.type,
    name: device.name,
    serverState: device.serverState,
    adminPinState: device.adminPinState,
    state: device.state?.state ?? null,
    doorState: device.state?.doorState ?? null,
    mode: device.state?.mode ?? null,
    trigger: device.state?.trigger ?? null,
    lastAction: device.state?.lastAction ?? null,
    nightMode: device.state?.nightMode ?? null,
    ringToOpenUntil: until === null ? null : new Date(until),
    batteryCritical: device.battery?.critical ?? false,
    batteryCharge: charge === null ? null : Math.round(charge),
    batteryCharging: device.battery?.charging ?? null,
    keypadBatteryCritical: device.battery?.keypadCritical ?? null,
    doorsensorBatteryCritical: device.battery?.doorSensorCritical ?? null,
    keypadModel: device.keypad === 0 ? null : device.keypad,
    firmware: device.firmware ?? "",
    productVariant: device.productVariant,
    hardware: device.hardware,
    fobPaired: device.fobPaired,
    capabilities: device.capabilities,
    operatingMode: device.operatingMode,
    intercomId: device.intercomId,
    config: device.config,
    advancedConfig: device.advancedConfig,
    timeZone: device.timeZone,
  };
}
