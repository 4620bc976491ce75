import "server-only";
import { eq, inArray } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { DeviceId, SiteId, StaffId, WithdrawnPart } from "@/lib/access/types";
import { withoutCodes } from "@/lib/access/without-codes";
import type { AuditEntry } from "@/lib/audit/record";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { isAny } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { devices, placements, staff, withdrawals } from "@/lib/db/schema";
import type { ReviewId } from "@/lib/db/tables/reviews";
import { AppError } from "@/lib/errors";
import { ok, type Result, refuse } from "@/lib/result";
import type { WithdrawalInput } from "./schema";

/** What is to be taken away, and the review in which that was decided. */
export interface WithdrawalItem {
  readonly staffId: StaffId;
  readonly deviceId: DeviceId;
  readonly part: WithdrawnPart;
  readonly reason: string;
  readonly reviewId?: ReviewId;
  /** The door at which it was withdrawn first, where this one came in its place. */
  readonly from?: DeviceId;
}

export async function previewWithdraw(
  actor: Actor,
  input: Omit<WithdrawalInput, "reason">,
): Promise<Result<Preview>> {
  assertMay(actor, "rules:write");
  return previewEdit(actor, withdrawalsEdit(actor, [{ ...input, reason: "" }]));
}

/** Takes access of one person at one door away, whatever the rules say; the number of parts that were not so already. */
export async function withdraw(
  actor: Actor,
  input: WithdrawalInput,
  seen: string | null,
): Promise<Result<number>> {
  assertMay(actor, "rules:write");
  return commitEdit(actor, withdrawalsEdit(actor, [input]), seen);
}

export async function previewGiveBack(actor: Actor, ids: readonly string[]): Promise<Result<Preview>> {
  assertMay(actor, "rules:write");
  return previewEdit(actor, giveBackEdit(actor, ids));
}

/** Ends withdrawals: what the rules say holds again there. */
export async function giveBack(
  actor: Actor,
  ids: readonly string[],
  seen: string | null,
): Promise<Result<number>> {
  assertMay(actor, "rules:write");
  return commitEdit(actor, giveBackEdit(actor, ids), seen);
}

/**
 * Many withdrawals as one edit. What was withdrawn before stays as it was recorded then. Whoever has left may be named:
 * the withdrawal holds should they come again.
 */
export function withdrawalsEdit(actor: Actor, items: readonly WithdrawalItem[]): Edit<number> {
  assertMay(actor, "rules:write");
  return async (tx, now) => {
    const people = await namesOfStaff(
      tx,
      items.map((item) => item.staffId),
    );
    const doors = await loadDoors(
      tx,
      items.map((item) => item.deviceId),
    );
    for (const { staffId, deviceId } of items) {
      const door = doors.get(deviceId);
      if (!people.has(staffId)) return refuse("not_found", { field: "staffId" });
      if (!door) return refuse("not_found", { field: "deviceId" });
      if (!isOwn(actor, door.siteId)) return refuse("forbidden", { field: "deviceId" });
    }
    const createdBy = actor.adminId;
    if (createdBy === null) throw new AppError("forbidden", "a withdrawal is somebody's decision");
    const rows = items.map(({ staffId, deviceId, part, reason, reviewId }) => ({
      ...{ staffId, deviceId, part, createdBy },
      reason: withoutCodes(reason.trim()),
      reviewId: reviewId ?? null,
      createdAt: now,
    }));
    const inserted: (typeof withdrawals.$inferSelect)[] = [];
    for (let start = 0; start < rows.length; start += 1000) {
      const written = tx.insert(withdrawals).values(rows.slice(start, start + 1000));
      inserted.push(...(await written.onConflictDoNothing().returning()));
    }
    const origins = new Map(items.map((item) => [partOf(item), item.from]));
    const audit = inserted.map((row): AuditEntry => {
      const { staffId, deviceId, part, reason, reviewId } = row;
      const names = { name: people.get(staffId), door: doors.get(deviceId)?.name };
      const review = reviewId === null ? {} : { reviewId };
      const from = origins.get(partOf(row));
      return {
        type: "access.withdrawn",
        subjectId: staffId,
        detail: { ...names, deviceId, part, reason, ...review, ...(from && { from }) },
      };
    });
    return ok({ value: inserted.length, touches: touched(inserted), audit });
  };
}

/** Gives back what was withdrawn, as one edit; what somebody else gave back meanwhile is no obstacle for the rest. */
function giveBackEdit(actor: Actor, ids: readonly string[]): Edit<number> {
  assertMay(actor, "rules:write");
  return async (tx) => {
    const rows = await tx
      .select({
        id: withdrawals.id,
        staffId: withdrawals.staffId,
        name: staff.displayName,
        deviceId: withdrawals.deviceId,
        door: devices.name,
        siteId: placements.siteId,
        part: withdrawals.part,
        reason: withdrawals.reason,
        withdrawnAt: withdrawals.createdAt,
      })
      .from(withdrawals)
      .innerJoin(staff, eq(staff.id, withdrawals.staffId))
      .innerJoin(devices, eq(devices.id, withdrawals.deviceId))
      .leftJoin(placements, eq(placements.deviceId, withdrawals.deviceId))
      .where(isAny(withdrawals.id, ids));
    if (rows.length === 0) return refuse("not_found");
    if (rows.some((row) => !isOwn(actor, row.siteId))) return refuse("forbidden");
    await tx.delete(withdrawals).where(
      inArray(
        withdrawals.id,
        rows.map((row) => row.id),
      ),
    );
    const audit = rows.map((row): AuditEntry => {
      const { staffId, name, door, deviceId, part, reason, withdrawnAt } = row;
      return {
        type: "access.given_back",
        subjectId: staffId,
        detail: { name, door, deviceId, part, reason, withdrawnAt: withdrawnAt.toISOString() },
      };
    });
    return ok({ value: rows.length, touches: touched(rows), audit });
  };
}

function partOf({ staffId, deviceId, part }: Pick<WithdrawalItem, "staffId" | "deviceId" | "part">): string {
  return `${staffId} ${deviceId} ${part}`;
}

function touched(rows: readonly { staffId: StaffId }[]): StaffId[] {
  return [...new Set(rows.map((row) => row.staffId))].sort();
}

/** A door without a site is nobody's who is limited to some. */
function isOwn(actor: Actor, siteId: SiteId | null): boolean {
  return actor.sites === "all" || (siteId !== null && seesSite(actor, siteId));
}

async function namesOfStaff(tx: Tx, ids: readonly StaffId[]): Promise<Map<StaffId, string>> {
  const rows = await tx
    .select({ id: staff.id, name: staff.displayName })
    .from(staff)
    .where(isAny(staff.id, ids));
  return new Map(rows.map((row) => [row.id, row.name]));
}

async function loadDoors(
  tx: Tx,
  ids: readonly DeviceId[],
): Promise<Map<DeviceId, { name: string; siteId: SiteId | null }>> {
  const rows = await tx
    .select({ id: devices.id, name: devices.name, siteId: placements.siteId })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(isAny(devices.id, ids));
  return new Map(rows.map(({ id, ...door }) => [id, door]));
}
