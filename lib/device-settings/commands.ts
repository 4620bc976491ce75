import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { type AuditEntry, record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { settingChanges } from "@/lib/db/schema";
import type { AdminId } from "@/lib/db/tables/intent";
import { AppError } from "@/lib/errors";
import { publish } from "@/lib/live/publish";
import { ok, type Result, refuse } from "@/lib/result";
import { findStored, type StoredDevice } from "./device";
import type { RenameInput, ResolveInput, SettingChangesInput } from "./schema";
import { findSetting, isAllowed, readValue, type SettingPart, type SettingValue } from "./settings";

interface Wanted {
  readonly part: SettingPart;
  readonly member: string;
  readonly before: SettingValue;
  readonly after: SettingValue;
}

/**
 * Notes that somebody wants settings of a device to be different; the worker brings them there. Refused where the device
 * has something else than the person saw, or where an earlier change of the same setting is not finished.
 */
export async function changeSettings(
  actor: Actor,
  { deviceId, changes }: SettingChangesInput,
  now = new Date(),
): Promise<Result<{ changed: number }>> {
  return noteChanges(actor, deviceId, changes, now);
}

/** Gives a device another label in Nuki Web. */
export async function renameDevice(
  actor: Actor,
  { deviceId, before, name }: RenameInput,
  now = new Date(),
): Promise<Result<{ changed: number }>> {
  return noteChanges(actor, deviceId, [{ part: "label", member: "name", before, after: name }], now);
}

async function noteChanges(
  actor: Actor,
  deviceId: DeviceId,
  wanted: readonly Wanted[],
  now: Date,
): Promise<Result<{ changed: number }>> {
  assertMay(actor, "devices:write");
  const adminId = personOf(actor);
  return transactResult(async (tx) => {
    const device = await findStored(tx, actor, deviceId);
    if (!device) return refuse("not_found");
    if (device.missingSince !== null) return refuse("device_unreachable");
    const different = wanted.filter(({ before, after }) => before !== after);
    for (const change of different) {
      const refusal = refusalOf(device, change);
      if (refusal) return refusal;
    }
    if (different.length === 0) return ok({ changed: 0 });
    const stored = await tx
      .insert(settingChanges)
      .values(different.map((change) => ({ ...change, deviceId, adminId, createdAt: now })))
      .onConflictDoNothing()
      .returning({ id: settingChanges.id });
    if (stored.length < different.length) return refuse("setting_pending");
    await record(
      tx,
      actor,
      different.map((change) => eventOf(device, change)),
      now,
    );
    await publish(tx, [{ topic: "device", deviceId }]);
    return ok({ changed: different.length });
  });
}

function refusalOf(device: StoredDevice, { part, member, before, after }: Wanted) {
  const setting = findSetting(device.type, part, member);
  const current = setting && readValue(device, part, member);
  if (!setting || current === null) return refuse("not_possible_here", { field: member });
  if (!isAllowed(setting, after)) return refuse("invalid_input", { field: member });
  return current === before ? null : refuse("setting_outdated", { field: member });
}

function eventOf(device: StoredDevice, { part, member, before, after }: Wanted): AuditEntry {
  return part === "label"
    ? {
        type: "device.renamed",
        subjectId: device.id,
        detail: { name: after, before: { name: before }, after: { name: after } },
      }
    : {
        type: "device.setting_changed",
        subjectId: device.id,
        detail: { name: device.name, part, member, before, after },
      };
}

/**
 * Ends what a person has to decide: `device` leaves the device as it is (also what has not been sent yet), `mine` writes
 * the wish over the value that the person has now seen.
 */
export async function resolveSetting(
  actor: Actor,
  { changeId, seen, take }: ResolveInput,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "devices:write");
  const adminId = personOf(actor);
  return transactResult(async (tx) => {
    const change = await findOpen(tx, changeId);
    const device = change && (await findStored(tx, actor, change.deviceId));
    if (!change || !device) return refuse("not_found");
    const { part, member, after, state } = change;
    if (take === "device") {
      if (state !== "needs_review" && state !== "planned") return refuse("setting_pending");
      const reason = state === "planned" ? "withdrawn" : "kept";
      await tx
        .update(settingChanges)
        .set({ state: "failed", reason, closedAt: now, nextTryAt: null })
        .where(eq(settingChanges.id, changeId));
      const detail = {
        name: device.name,
        part,
        member,
        before: change.before,
        after,
        state: "failed",
        reason,
      };
      await record(tx, actor, [{ type: "device.setting_settled", subjectId: device.id, detail }], now);
    } else {
      if (state !== "needs_review") return refuse("setting_pending");
      if (seen === null || readValue(device, part, member) !== seen) return refuse("setting_outdated");
      await tx
        .update(settingChanges)
        .set({ ...startAnew, adminId, before: seen })
        .where(eq(settingChanges.id, changeId));
      await record(tx, actor, [eventOf(device, { part, member, before: seen, after })], now);
    }
    await publish(tx, [{ topic: "device", deviceId: device.id }]);
    return ok(null);
  });
}

const startAnew = {
  ...{ state: "planned" as const, reason: null, message: null, attempts: 0 },
  ...{ nextTryAt: null, syncedAt: null, sentAt: null },
};

async function findOpen(tx: Tx, changeId: string) {
  const [found] = await tx
    .select()
    .from(settingChanges)
    .where(and(eq(settingChanges.id, changeId), isNull(settingChanges.closedAt)))
    .for("update");
  return found;
}

function personOf({ adminId }: Actor): AdminId {
  // Settings are changed by somebody who stands in the record; never by the system.
  if (adminId === null) throw new AppError("forbidden", "only a person may change a setting");
  return adminId;
}
