import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { AreaId, DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { commitEdit, type Edit, type Edited, previewEdit } from "@/lib/changes/edit";
import { getDb, isUniqueViolation, type Tx } from "@/lib/db/connection";
import { areaDevices, areas, devices, placements, rules } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { staffUnderRules, underAreas } from "@/lib/rules/touched";
import { itemsTakenAlong, type LeavingWithdrawals, listLeaving } from "@/lib/withdrawals/along";
import { withdrawalsEdit } from "@/lib/withdrawals/commands";
import { type AreaRecord, auditForm, findAreaRecord, versionOf } from "./record";
import type { AreaInput } from "./schema";
import { type Swap, swapOf, type TakeAlong } from "./swap";

export interface AreaUpdate {
  readonly areaId: AreaId;
  /** What the form was filled with: nobody overwrites what they have not seen. */
  readonly version: string;
  readonly area: AreaInput;
  /** Which withdrawals of doors that leave hold at doors that come, too: a lock that was replaced is still the same door. */
  readonly takeAlong: readonly TakeAlong[];
}

/** Whoever takes a door out is told what was withdrawn there, since nothing of it follows unasked. */
export interface AreaPreview extends Preview {
  readonly leaving: readonly LeavingWithdrawals[];
}

/** Adds an area. No rule names it yet, so there is nothing to preview. */
export async function createArea(actor: Actor, input: AreaInput): Promise<Result<{ areaId: AreaId }>> {
  assertMay(actor, "areas:write");
  return commitEdit(actor, creation(actor, input), null);
}

export async function previewUpdateArea(
  actor: Actor,
  update: AreaUpdate,
  now = new Date(),
): Promise<Result<AreaPreview>> {
  assertMay(actor, "areas:write");
  const preview = await previewEdit(actor, revision(actor, update), now);
  if (!preview.ok) return preview;
  const { areaId, area } = update;
  const before = await findAreaRecord(getDb(), areaId);
  const leaving = before ? await listLeaving(getDb(), { areaId, ...swapIn(before, area) }, now) : [];
  return ok({ ...preview.value, leaving });
}

/** Changes an area; doors that join or leave it move the access of everybody under its rules. */
export async function updateArea(
  actor: Actor,
  update: AreaUpdate,
  seen: string | null,
): Promise<Result<{ areaId: AreaId }>> {
  assertMay(actor, "areas:write");
  return commitEdit(actor, revision(actor, update), seen);
}

/** Removes an area that no rule uses. */
export async function removeArea(actor: Actor, areaId: AreaId): Promise<Result<null>> {
  assertMay(actor, "areas:write");
  return commitEdit(actor, removal(actor, areaId), null);
}

function creation(actor: Actor, input: AreaInput): Edit<{ areaId: AreaId }> {
  return async (tx, now) => {
    const inserted = await namingDuplicates(() =>
      tx.insert(areas).values({ name: input.name, createdAt: now }).returning({ areaId: areas.id }),
    );
    if (!inserted.ok) return inserted;
    const [value] = inserted.value;
    if (!value) throw new Error("an insert returned no row");
    const refusal = await addDoors(tx, actor, value.areaId, input.deviceIds);
    if (refusal) return refusal;
    const after = await recordIn(tx, value.areaId);
    return ok({
      value,
      touches: [],
      audit: [{ type: "area.created", subjectId: value.areaId, detail: { after: auditForm(after) } }],
    });
  };
}

function revision(
  actor: Actor,
  { areaId, version, area: input, takeAlong }: AreaUpdate,
): Edit<{ areaId: AreaId }> {
  return async (tx, now) => {
    const before = await findAreaRecord(tx, areaId, true);
    if (!before) return refuse("not_found");
    if (!lieWithin(actor, before)) return refuse("forbidden");
    if (versionOf(before) !== version) return refuse("plan_changed");
    const renamed = await namingDuplicates(() =>
      tx.update(areas).set({ name: input.name }).where(eq(areas.id, areaId)),
    );
    if (!renamed.ok) return renamed;
    const { left, came } = swapIn(before, input);
    if (takeAlong.some(({ from, to }) => !left.includes(from) || !came.includes(to)))
      return refuse("not_found", { field: "deviceIds" });
    if (left.length > 0) {
      await tx
        .delete(areaDevices)
        .where(and(eq(areaDevices.areaId, areaId), inArray(areaDevices.deviceId, [...left])));
    }
    const refusal = await addDoors(tx, actor, areaId, came);
    if (refusal) return refusal;
    const along = await takenAlong(tx, actor, { areaId, takeAlong }, now);
    if (!along.ok) return along;
    const after = await recordIn(tx, areaId);
    const changed = versionOf(before) !== versionOf(after);
    return ok({
      value: { areaId },
      touches: changed ? union(await staffUnderRules(tx, underAreas([areaId])), along.value.touches) : [],
      audit: changed
        ? [
            {
              type: "area.updated",
              subjectId: areaId,
              detail: { before: auditForm(before), after: auditForm(after) },
            },
            ...along.value.audit,
          ]
        : [],
    });
  };
}

async function takenAlong(
  tx: Tx,
  actor: Actor,
  { areaId, takeAlong }: Pick<AreaUpdate, "areaId" | "takeAlong">,
  now: Date,
): Promise<Result<Pick<Edited<number>, "audit"> & { touches: readonly StaffId[] }>> {
  const items = takeAlong.length > 0 ? await itemsTakenAlong(tx, areaId, takeAlong, now) : [];
  if (items.length === 0) return ok({ touches: [], audit: [] });
  const written = await withdrawalsEdit(actor, items)(tx, now);
  if (!written.ok) return written;
  return ok({ touches: items.map((item) => item.staffId), audit: written.value.audit });
}

function swapIn(before: AreaRecord, { deviceIds }: AreaInput): Swap {
  return swapOf(
    before.doors.map((door) => door.deviceId),
    deviceIds,
  );
}

function union(...lists: readonly (readonly StaffId[])[]): StaffId[] {
  return [...new Set(lists.flat())].sort();
}

function removal(actor: Actor, areaId: AreaId): Edit<null> {
  return async (tx) => {
    // The lock keeps rules that are being made for this area waiting, or waits for them.
    const before = await findAreaRecord(tx, areaId, true);
    if (!before) return refuse("not_found");
    if (!lieWithin(actor, before)) return refuse("forbidden");
    if ((await tx.$count(rules, eq(rules.areaId, areaId))) > 0) return refuse("in_use");
    await tx.delete(areas).where(eq(areas.id, areaId));
    return ok({
      value: null,
      touches: [],
      audit: [{ type: "area.removed", subjectId: areaId, detail: { before: auditForm(before) } }],
    });
  };
}

async function addDoors(
  tx: Tx,
  actor: Actor,
  areaId: AreaId,
  deviceIds: readonly DeviceId[],
): Promise<ReturnType<typeof refuse> | null> {
  const wanted = [...new Set(deviceIds)];
  if (wanted.length === 0) return null;
  const found = await tx
    .select({ id: devices.id, siteId: placements.siteId })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(inArray(devices.id, wanted));
  if (found.length !== wanted.length) return refuse("not_found", { field: "deviceIds" });
  for (const { siteId } of found) {
    if (siteId === null) return refuse("device_without_site", { field: "deviceIds" });
    if (!seesSite(actor, siteId)) return refuse("forbidden", { field: "deviceIds" });
  }
  await tx.insert(areaDevices).values(wanted.map((deviceId) => ({ areaId, deviceId })));
  return null;
}

/** Does the whole area lie at sites of the actor? */
function lieWithin(actor: Actor, { doors }: AreaRecord): boolean {
  return actor.sites === "all" || doors.every(({ siteId }) => siteId !== null && seesSite(actor, siteId));
}

async function recordIn(tx: Tx, areaId: AreaId): Promise<AreaRecord> {
  const record = await findAreaRecord(tx, areaId);
  if (!record) throw new Error(`area ${areaId} vanished within its own transaction`);
  return record;
}

async function namingDuplicates<T>(write: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await write());
  } catch (error) {
    if (isUniqueViolation(error, "areas_name_unique")) return refuse("duplicate_name", { field: "name" });
    throw error;
  }
}
