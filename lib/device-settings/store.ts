import "server-only";
import { and, asc, eq, inArray, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import type { AccountId, DeviceId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { systemActor } from "@/lib/auth/actor";
import { getDb, type Tx, transact } from "@/lib/db/connection";
import { devices, type SettingPart, type SettingState, settingChanges } from "@/lib/db/schema";
import { getQueue } from "@/lib/jobs/queue";
import { publish } from "@/lib/live/publish";
import type { SettingValue } from "./settings";

/** A change on its way, with the device that it is for. */
export interface OpenChange {
  readonly id: string;
  readonly deviceId: DeviceId;
  readonly part: SettingPart;
  readonly member: string;
  readonly before: SettingValue | null;
  readonly after: SettingValue;
  readonly state: SettingState;
  readonly attempts: number;
  readonly nextTryAt: Date | null;
  readonly sentAt: Date | null;
}

export interface OpenDevice {
  readonly deviceId: DeviceId;
  readonly accountId: AccountId;
  readonly nukiId: number;
  readonly serverState: number;
  readonly adminPinState: number;
  readonly missingSince: Date | null;
  readonly changes: readonly OpenChange[];
}

const underWay = and(isNull(settingChanges.closedAt), ne(settingChanges.state, "needs_review"));
const dueBy = (now: Date) => or(isNull(settingChanges.nextTryAt), lte(settingChanges.nextTryAt, now));

/** Is anything to be done for a setting? */
export async function hasDueSettings(now = new Date()): Promise<boolean> {
  const [due] = await getDb()
    .select({ id: settingChanges.id })
    .from(settingChanges)
    .where(and(underWay, dueBy(now)))
    .limit(1);
  return due !== undefined;
}

/** The devices with something due, and all that is on its way to them: a device is written by one hand at a time. */
export async function readDueDevices(now: Date, most: number): Promise<OpenDevice[]> {
  const db = getDb();
  const due = db
    .selectDistinct({ deviceId: settingChanges.deviceId })
    .from(settingChanges)
    .where(and(underWay, dueBy(now)))
    .limit(most);
  const rows = await db
    .select({
      accountId: devices.accountId,
      nukiId: devices.nukiId,
      serverState: devices.serverState,
      adminPinState: devices.adminPinState,
      missingSince: devices.missingSince,
      change: {
        id: settingChanges.id,
        deviceId: settingChanges.deviceId,
        part: settingChanges.part,
        member: settingChanges.member,
        before: settingChanges.before,
        after: settingChanges.after,
        state: settingChanges.state,
        attempts: settingChanges.attempts,
        nextTryAt: settingChanges.nextTryAt,
        sentAt: settingChanges.sentAt,
      },
    })
    .from(settingChanges)
    .innerJoin(devices, eq(devices.id, settingChanges.deviceId))
    .where(and(underWay, inArray(settingChanges.deviceId, due)))
    .orderBy(asc(settingChanges.createdAt), asc(settingChanges.id));
  const byDevice = Map.groupBy(rows, (row) => row.change.deviceId);
  return [...byDevice].flatMap(([deviceId, [first, ...rest]]) =>
    first ? [{ ...first, deviceId, changes: [first, ...rest].map(({ change }) => change) }] : [],
  );
}

type Values = Partial<typeof settingChanges.$inferInsert>;

/** Moves changes on, as far as they still are in one of these states; the number of those that were. */
export async function advance(
  changes: readonly OpenChange[],
  from: readonly SettingState[],
  values: Values | ((change: OpenChange) => Values),
): Promise<number> {
  if (changes.length === 0) return 0;
  return transact(async (tx) => {
    let moved = 0;
    for (const change of changes) {
      const set = typeof values === "function" ? values(change) : values;
      moved += (await update(tx, change, inArray(settingChanges.state, [...from]), set)) ? 1 : 0;
    }
    return moved;
  });
}

/** Ends a change, once, with its event; what is drawn of the device is old by then. */
export async function close(
  change: OpenChange,
  end: { readonly state: "confirmed" | "failed"; readonly reason?: string; readonly message?: string | null },
  now: Date,
): Promise<void> {
  const { state, reason = null, message = null } = end;
  await transact(async (tx) => {
    const closed = await update(tx, change, sql`true`, {
      state,
      reason,
      message,
      closedAt: now,
      nextTryAt: null,
    });
    if (!closed) return;
    await recordSettled(tx, change, { state, reason }, now);
    await lookSoon(tx, change.deviceId);
  });
}

/** Hands a change to a person: somebody else changed the same setting meanwhile. */
export async function handOver(change: OpenChange, reason: "changed" | "gone", now: Date): Promise<void> {
  await transact(async (tx) => {
    const values = { state: "needs_review" as const, reason, message: null, nextTryAt: null };
    if (!(await update(tx, change, sql`true`, values))) return;
    await recordSettled(tx, change, { state: "needs_review", reason }, now);
    await lookSoon(tx, change.deviceId);
  });
}

async function update(
  tx: Tx,
  { id, deviceId }: OpenChange,
  condition: SQL,
  values: Values,
): Promise<boolean> {
  const moved = await tx
    .update(settingChanges)
    .set(values)
    .where(and(eq(settingChanges.id, id), isNull(settingChanges.closedAt), condition))
    .returning({ id: settingChanges.id });
  if (moved.length === 0) return false;
  await publish(tx, [{ topic: "device", deviceId }]);
  return true;
}

async function recordSettled(
  tx: Tx,
  { deviceId, part, member, before, after }: OpenChange,
  outcome: { state: SettingState; reason: string | null },
  now: Date,
): Promise<void> {
  const [device] = await tx.select({ name: devices.name }).from(devices).where(eq(devices.id, deviceId));
  const detail = { name: device?.name ?? "", part, member, before, after, ...outcome };
  await record(tx, systemActor(), [{ type: "device.setting_settled", subjectId: deviceId, detail }], now);
}

async function lookSoon(tx: Tx, deviceId: DeviceId): Promise<void> {
  await getQueue().enqueue(tx, "look", { deviceIds: [deviceId] });
}
