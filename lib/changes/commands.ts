import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import type { Tx } from "@/lib/db/connection";
import { changes, devices, placements } from "@/lib/db/schema";
import { getQueue } from "@/lib/jobs/queue";
import { ok, type Result, refuse } from "@/lib/result";
import { transactResult } from "./edit";
import { retryableStates } from "./schema";

/**
 * Asks for changes to be tried again: those of them that are at rest and at doors the actor may see. What was finished
 * or is on its way meanwhile is left out; when nothing is left, that is refused.
 */
export async function retryChanges(
  actor: Actor,
  changeIds: readonly string[],
  now = new Date(),
): Promise<Result<{ count: number }>> {
  assertMay(actor, "changes:write");
  return transactResult(async (tx) => {
    const found = await findRetryable(tx, actor, changeIds);
    if (found.length === 0) return refuse("not_retryable");
    await record(tx, actor, eventsOf(found), now);
    await getQueue().enqueue(tx, "retry", { changeIds: found.map((change) => change.id) });
    return ok({ count: found.length });
  });
}

interface Retryable {
  readonly id: string;
  readonly staffId: StaffId;
  readonly door: string;
}

function findRetryable(tx: Tx, actor: Actor, changeIds: readonly string[]): Promise<Retryable[]> {
  return tx
    .select({ id: changes.id, staffId: changes.staffId, door: devices.name })
    .from(changes)
    .innerJoin(devices, eq(devices.id, changes.deviceId))
    .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
    .where(
      and(
        inArray(changes.id, [...changeIds]),
        isNull(changes.closedAt),
        // A request that left is looked for first; trying again by hand could only double it.
        eq(changes.inFlight, false),
        inArray(changes.state, [...retryableStates]),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .orderBy(devices.name);
}

/** One event per person, so that it stands in the history of each. */
function eventsOf(found: readonly Retryable[]) {
  const doors = new Map<StaffId, string[]>();
  for (const { staffId, door } of found) doors.set(staffId, [...(doors.get(staffId) ?? []), door]);
  return [...doors].map(([staffId, names]) => ({
    type: "change.retried" as const,
    subjectId: staffId,
    detail: { doors: names, count: names.length },
  }));
}
