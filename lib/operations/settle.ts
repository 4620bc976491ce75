import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { systemActor } from "@/lib/auth/actor";
import { type Tx, transact } from "@/lib/db/connection";
import { devices, type OperationState, operations } from "@/lib/db/schema";
import { getQueue } from "@/lib/jobs/queue";
import { publish } from "@/lib/live/publish";
import type { Verdict } from "./proof";

interface Moved {
  readonly deviceId: DeviceId;
}

/** Goes on to the next state, unless somebody else has moved or settled it meanwhile; then null. */
export async function advance(
  tx: Tx,
  operationId: string,
  from: readonly OperationState[],
  values: Partial<typeof operations.$inferInsert>,
): Promise<Moved | null> {
  const [moved] = await tx
    .update(operations)
    .set(values)
    .where(
      and(eq(operations.id, operationId), inArray(operations.state, [...from]), isNull(operations.settledAt)),
    )
    .returning({ deviceId: operations.deviceId });
  if (!moved) return null;
  await publish(tx, [{ topic: "operations", deviceId: moved.deviceId }]);
  return moved;
}

/** Writes down how a press ended, once, with the event that says so. */
export async function settle(
  operationId: string,
  verdict: Verdict & { readonly message?: string | null },
  now: Date,
  answeredAt?: Date,
): Promise<void> {
  await transact(async (tx) => {
    const { state, outcome, entryNukiId, message } = verdict;
    const moved = await advance(tx, operationId, ["requested", "sent", "accepted", "unknown"], {
      ...{ state, outcome, entryNukiId, settledAt: now },
      ...(message === undefined ? {} : { message }),
      ...(answeredAt === undefined ? {} : { answeredAt }),
    });
    if (!moved) return;
    const [row] = await tx
      .select({ kind: operations.kind, name: devices.name })
      .from(operations)
      .innerJoin(devices, eq(devices.id, operations.deviceId))
      .where(eq(operations.id, operationId));
    const detail = { name: row?.name ?? "", kind: row?.kind, state, outcome, operationId };
    await record(
      tx,
      systemActor(),
      [{ type: "door.operation_settled", subjectId: moved.deviceId, detail }],
      now,
    );
    await lookSoon(tx, moved.deviceId);
  });
}

/** What is drawn of the door is old by now. */
export async function lookSoon(tx: Tx, deviceId: DeviceId): Promise<void> {
  await getQueue().enqueue(tx, "look", { deviceIds: [deviceId] });
}
