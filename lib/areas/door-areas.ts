import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { AreaId, DeviceId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { areaDevices, placements } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { staffUnderRules, underAreas } from "@/lib/rules/touched";
import { type AreaRecord, auditForm, findAreaRecord } from "./record";
import type { DoorAreasInput } from "./schema";

export async function previewDoorAreas(actor: Actor, input: DoorAreasInput): Promise<Result<Preview>> {
  assertMay(actor, "areas:write");
  return previewEdit(actor, arrangement(actor, input));
}

/** Puts one door into exactly these areas; everybody under their rules gains or loses the door. */
export async function setDoorAreas(
  actor: Actor,
  input: DoorAreasInput,
  seen: string | null,
): Promise<Result<{ changed: number }>> {
  assertMay(actor, "areas:write");
  return commitEdit(actor, arrangement(actor, input), seen);
}

function arrangement(actor: Actor, { deviceId, before, areaIds }: DoorAreasInput): Edit<{ changed: number }> {
  return async (tx) => {
    const [placement] = await tx.select().from(placements).where(eq(placements.deviceId, deviceId));
    if (!placement) return refuse("device_without_site");
    if (!seesSite(actor, placement.siteId)) return refuse("not_found");
    const had = new Set(await areasOf(tx, deviceId));
    // What is not shown to this person stays: they decide about what they saw.
    if (before.some((id) => !had.has(id))) return refuse("plan_changed");
    const wanted = new Set(areaIds);
    const [left, joined] = [before.filter((id) => !wanted.has(id)), [...wanted.difference(had)]];
    const changed = [...left, ...joined];
    const records = new Map<AreaId, AreaRecord>();
    for (const areaId of changed.toSorted()) {
      const record = await findAreaRecord(tx, areaId, true);
      if (!record) return refuse("not_found", { field: "areaIds" });
      if (!liesWithin(actor, record)) return refuse("forbidden", { field: "areaIds" });
      records.set(areaId, record);
    }
    if (left.length > 0)
      await tx
        .delete(areaDevices)
        .where(and(eq(areaDevices.deviceId, deviceId), inArray(areaDevices.areaId, left)));
    if (joined.length > 0)
      await tx.insert(areaDevices).values(joined.map((areaId) => ({ areaId, deviceId })));
    const audit: AuditEntry[] = [];
    for (const [areaId, record] of records) {
      const after = await findAreaRecord(tx, areaId);
      const detail = { before: auditForm(record), after: after && auditForm(after) };
      audit.push({ type: "area.updated", subjectId: areaId, detail });
    }
    const touches = changed.length > 0 ? await staffUnderRules(tx, underAreas(changed)) : [];
    return ok({ value: { changed: changed.length }, touches, audit });
  };
}

async function areasOf(tx: Tx, deviceId: DeviceId): Promise<AreaId[]> {
  const rows = await tx
    .select({ id: areaDevices.areaId })
    .from(areaDevices)
    .where(eq(areaDevices.deviceId, deviceId))
    .orderBy(asc(areaDevices.areaId));
  return rows.map((row) => row.id);
}

function liesWithin(actor: Actor, { doors }: AreaRecord): boolean {
  return actor.sites === "all" || doors.every(({ siteId }) => siteId !== null && seesSite(actor, siteId));
}
