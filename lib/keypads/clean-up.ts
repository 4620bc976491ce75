import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { DeviceId, Instant, NukiAuthId, StaffId, WaitReason } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { requestSync, transactResult } from "@/lib/changes/edit";
import { loadPicture, planOf } from "@/lib/changes/picture";
import { type Tx, transact } from "@/lib/db/connection";
import { authorizations, bindings, devices, placements, sites, staff } from "@/lib/db/schema";
import { isBound } from "@/lib/devices/queries";
import { ok, type Result, refuse } from "@/lib/result";
import type { CleanUpInput } from "./schema";
import { hasExpired } from "./standing";

/** A code of ours that is past its day, and what the plan has for it. */
export interface ExpiredCode {
  readonly authId: NukiAuthId;
  readonly deviceId: DeviceId;
  readonly doorName: string;
  readonly timeZone: string;
  readonly staffId: StaffId;
  readonly staffName: string;
  readonly validUntil: Instant | null;
  /** changed: the rules grant more than the keypad knows. kept: something stands in the way, so nothing is done to it. */
  readonly fate: "removed" | "changed" | "kept";
  readonly waits: WaitReason | null;
}

/** What a clean-up would do, by the plan that the worker follows. */
export async function previewCleanUp(
  actor: Actor,
  { deviceIds }: CleanUpInput,
  now = new Date(),
): Promise<Result<ExpiredCode[]>> {
  assertMay(actor, "codes:write");
  const found = await transact((tx) => findExpired(tx, actor, deviceIds, now));
  return found.length === 0 ? refuse("already_removed") : ok(found);
}

/**
 * Has the codes of ours that are past their day looked at now instead of at the next round. What is removed is the plan's
 * to say: this command only names the people. Codes that are not ours are none of them.
 */
export async function cleanUpExpired(
  actor: Actor,
  { deviceIds }: CleanUpInput,
  now = new Date(),
): Promise<Result<{ count: number }>> {
  assertMay(actor, "codes:write");
  return transactResult(async (tx) => {
    const found = await findExpired(tx, actor, deviceIds, now);
    const removed = found.filter((code) => code.fate === "removed");
    if (found.length === 0) return refuse("already_removed");
    await record(tx, actor, eventsOf(removed), now);
    await requestSync(tx, [...new Set(found.map((code) => code.staffId))]);
    return ok({ count: removed.length });
  });
}

async function findExpired(
  tx: Tx,
  actor: Actor,
  deviceIds: readonly DeviceId[],
  now: Date,
): Promise<ExpiredCode[]> {
  const rows = await tx
    .select({
      authId: authorizations.nukiId,
      deviceId: authorizations.deviceId,
      doorName: devices.name,
      timeZone: sites.timeZone,
      staffId: staff.id,
      staffName: staff.displayName,
      validUntil: authorizations.validUntil,
    })
    .from(authorizations)
    .innerJoin(bindings, isBound)
    .innerJoin(staff, eq(staff.id, bindings.staffId))
    .innerJoin(devices, eq(devices.id, authorizations.deviceId))
    .innerJoin(placements, eq(placements.deviceId, authorizations.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        inArray(authorizations.deviceId, [...deviceIds]),
        eq(authorizations.type, 13),
        hasExpired(now),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .orderBy(devices.name, staff.displayName, authorizations.nukiId);
  if (rows.length === 0) return [];
  const staffIds = [...new Set(rows.map((row) => row.staffId))];
  const { plan } = planOf(await loadPicture(tx, { staffIds }), now.getTime());
  const planned = new Map(
    plan.changes.flatMap((change) => (change.op === "create" ? [] : [[change.authId, change] as const])),
  );
  return rows.map((row) => {
    const change = planned.get(row.authId);
    return {
      ...row,
      validUntil: row.validUntil?.getTime() ?? null,
      fate: change === undefined ? "kept" : change.op === "remove" ? "removed" : "changed",
      waits: change?.waits ?? null,
    };
  });
}

/** One event per door, with how many. */
function eventsOf(removed: readonly ExpiredCode[]) {
  const byDoor = new Map<DeviceId, ExpiredCode[]>();
  for (const code of removed) byDoor.set(code.deviceId, [...(byDoor.get(code.deviceId) ?? []), code]);
  return [...byDoor].map(([deviceId, codes]) => ({
    type: "codes.expired_removed" as const,
    detail: {
      door: codes[0]?.doorName ?? "",
      deviceId,
      count: codes.length,
      staff: codes.map((code) => code.staffId),
    },
  }));
}
