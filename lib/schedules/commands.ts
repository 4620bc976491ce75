import "server-only";
import { eq } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { ScheduleId, TimeWindow } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { isUniqueViolation, type Tx } from "@/lib/db/connection";
import { rules, schedules } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { staffUnderRules, underSchedule } from "@/lib/rules/touched";
import { staysWithinSites } from "@/lib/staff/reach";
import { type ScheduleInput, windowsOf } from "./schema";
import { versionOf } from "./version";

export interface ScheduleUpdate {
  readonly scheduleId: ScheduleId;
  /** What the form was filled with: nobody overwrites what they have not seen. */
  readonly version: string;
  readonly schedule: ScheduleInput;
}

/** Adds a schedule. Nobody is under it yet, so there is nothing to preview. */
export async function createSchedule(
  actor: Actor,
  input: ScheduleInput,
): Promise<Result<{ scheduleId: ScheduleId }>> {
  assertMay(actor, "schedules:write");
  return commitEdit(actor, scheduleCreation(input), null);
}

export async function previewScheduleEdit(actor: Actor, update: ScheduleUpdate): Promise<Result<Preview>> {
  assertMay(actor, "schedules:write");
  return previewEdit(actor, revision(actor, update));
}

/** Changes a schedule, and with it the access of everybody under a rule with it. */
export async function updateSchedule(
  actor: Actor,
  update: ScheduleUpdate,
  seen: string | null,
): Promise<Result<{ scheduleId: ScheduleId }>> {
  assertMay(actor, "schedules:write");
  return commitEdit(actor, revision(actor, update), seen);
}

/** Removes a schedule that no rule uses. */
export async function removeSchedule(actor: Actor, scheduleId: ScheduleId): Promise<Result<null>> {
  assertMay(actor, "schedules:write");
  return commitEdit(actor, removal(scheduleId), null);
}

/** Adding a schedule, for an edit of which it is a part. */
export function scheduleCreation(input: ScheduleInput): Edit<{ scheduleId: ScheduleId }> {
  return async (tx, now) => {
    const windows = windowsOf(input.windows);
    const inserted = await namingDuplicates(() =>
      tx
        .insert(schedules)
        .values({ name: input.name, windows, createdAt: now })
        .returning({ scheduleId: schedules.id }),
    );
    if (!inserted.ok) return inserted;
    const [value] = inserted.value;
    if (!value) throw new Error("an insert returned no row");
    return ok({
      value,
      touches: [],
      audit: [
        {
          type: "schedule.created",
          subjectId: value.scheduleId,
          detail: { after: { name: input.name, windows } },
        },
      ],
    });
  };
}

function revision(
  actor: Actor,
  { scheduleId, version, schedule: input }: ScheduleUpdate,
): Edit<{ scheduleId: ScheduleId }> {
  return async (tx) => {
    const before = await lockSchedule(tx, scheduleId);
    if (!before) return refuse("not_found");
    if (!(await mayTouch(tx, actor, scheduleId))) return refuse("forbidden");
    if (versionOf(before) !== version) return refuse("plan_changed");
    const after = { name: input.name, windows: windowsOf(input.windows) };
    const updated = await namingDuplicates(() =>
      tx.update(schedules).set(after).where(eq(schedules.id, scheduleId)),
    );
    if (!updated.ok) return updated;
    const changed = versionOf(before) !== versionOf(after);
    return ok({
      value: { scheduleId },
      touches: changed ? await staffUnderRules(tx, underSchedule(scheduleId)) : [],
      audit: changed ? [{ type: "schedule.updated", subjectId: scheduleId, detail: { before, after } }] : [],
    });
  };
}

function removal(scheduleId: ScheduleId): Edit<null> {
  return async (tx) => {
    // The lock keeps rules that are being made with this schedule waiting, or waits for them.
    const before = await lockSchedule(tx, scheduleId);
    if (!before) return refuse("not_found");
    if ((await tx.$count(rules, eq(rules.scheduleId, scheduleId))) > 0) return refuse("in_use");
    await tx.delete(schedules).where(eq(schedules.id, scheduleId));
    return ok({
      value: null,
      touches: [],
      audit: [{ type: "schedule.removed", subjectId: scheduleId, detail: { before } }],
    });
  };
}

async function lockSchedule(
  tx: Tx,
  scheduleId: ScheduleId,
): Promise<{ name: string; windows: TimeWindow[] } | null> {
  const [row] = await tx
    .select({ name: schedules.name, windows: schedules.windows })
    .from(schedules)
    .where(eq(schedules.id, scheduleId))
    .for("update");
  return row ?? null;
}

/** A schedule is everybody's, but a change of it reaches every door of every rule with it. */
async function mayTouch(tx: Tx, actor: Actor, scheduleId: ScheduleId): Promise<boolean> {
  const used = await tx
    .selectDistinct({ areaId: rules.areaId })
    .from(rules)
    .where(eq(rules.scheduleId, scheduleId));
  return staysWithinSites(tx, actor, { areaIds: used.map((rule) => rule.areaId) });
}

async function namingDuplicates<T>(write: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await write());
  } catch (error) {
    if (isUniqueViolation(error, "schedules_name_unique")) return refuse("duplicate_name", { field: "name" });
    throw error;
  }
}
