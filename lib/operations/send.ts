import "server-only";
import { eq } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { may } from "@/lib/auth/actor";
import { findAdminActor } from "@/lib/auth/admins";
import { getDb, type Tx, transact } from "@/lib/db/connection";
import { type AdminId, devices, type OperationKind, operations } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { SyncContext } from "@/lib/sync/context";
import { readDoors } from "./doors";
import { refusalOf } from "./offer";
import { sendWithinMs, type Verdict } from "./proof";
import { advance, lookSoon, settle } from "./settle";
import { actionOf } from "./what";

type Ended = Verdict & { readonly message: string | null };

/**
 * Sends the one request of a press that was written down, and notes the answer. `sent` is committed before the first byte
 * leaves, and only a press that is `requested` can become `sent`: whoever else comes to this row, in this process or
 * another, sends nothing.
 */
export async function sendOperation(context: SyncContext, operationId: string): Promise<void> {
  const [row] = await getDb()
    .select({ kind: operations.kind, type: devices.type, nukiId: devices.nukiId })
    .from(operations)
    .innerJoin(devices, eq(devices.id, operations.deviceId))
    .where(eq(operations.id, operationId));
  const action = row && actionOf(row.type, row.kind);
  if (!row || action === null || action === undefined) throw new Error(`nothing to send for ${operationId}`);
  let hasLeft = false;
  try {
    await context.nuki.operator.action(row.nukiId, action, undefined, async () => {
      await markSent(context, operationId);
      hasLeft = true;
    });
  } catch (error) {
    if (error instanceof NotToBeSent) return;
    if (!(error instanceof NukiError)) context.log.error({ err: error, operationId }, "a press stumbled");
    return noteFailure(context, operationId, endOf(error, hasLeft));
  }
  await transact(async (tx) => {
    const answeredAt = new Date(context.now());
    const moved = await advance(tx, operationId, ["sent"], { state: "accepted", answeredAt });
    if (moved) await lookSoon(tx, moved.deviceId);
  });
}

/** Somebody else has this press already, or it has waited too long; then it is settled as such elsewhere. */
class NotToBeSent extends Error {}

async function markSent(context: SyncContext, operationId: string): Promise<void> {
  const now = context.now();
  const outcome = await transact(async (tx) => {
    const [row] = await tx
      .select({
        requestedAt: operations.requestedAt,
        deviceId: operations.deviceId,
        kind: operations.kind,
        adminId: operations.adminId,
      })
      .from(operations)
      .where(eq(operations.id, operationId))
      .for("update");
    if (!row) return "gone";
    if (now - row.requestedAt.getTime() > sendWithinMs) return "not_sent";
    if (!(await isStillAllowed(tx, row, new Date(now)))) return "changed_meanwhile";
    const moved = await advance(tx, operationId, ["requested"], { state: "sent", sentAt: new Date(now) });
    return moved ? "sent" : "gone";
  });
  if (outcome === "sent") return;
  if (outcome !== "gone") {
    await settle(operationId, { state: "refused", outcome, entryNukiId: null }, new Date(now));
  }
  throw new NotToBeSent("this press is not to be sent");
}

/** The limiter may have held the press for seconds: the site, the door and the person's rights are asked once more. */
async function isStillAllowed(
  tx: Tx,
  press: { deviceId: DeviceId; kind: OperationKind; adminId: AdminId },
  now: Date,
): Promise<boolean> {
  const [door] = await readDoors(tx, eq(devices.id, press.deviceId));
  if (!door || refusalOf(door, press.kind, now) !== null) return false;
  const actor = await findAdminActor(tx, press.adminId);
  return actor !== null && door.siteId !== null && may(actor, "door:operate", door.siteId);
}

async function noteFailure(context: SyncContext, operationId: string, end: Ended): Promise<void> {
  const now = new Date(context.now());
  if (end.state !== "unknown") return settle(operationId, end, now, now);
  // Not settled yet: what the door does within a minute may still tell.
  await transact(async (tx) => {
    const { state, outcome, message } = end;
    const moved = await advance(tx, operationId, ["sent"], { state, outcome, message, answeredAt: now });
    if (moved) await lookSoon(tx, moved.deviceId);
  });
}

/** What a failed request means for the door: nothing happened, or nobody knows. */
function endOf(error: unknown, hasLeft: boolean): Ended {
  const ended = (state: "refused" | "unknown", outcome: string): Ended => ({
    ...{ state, outcome, entryNukiId: null },
    message: error instanceof NukiError ? error.text : null,
  });
  if (!(error instanceof NukiError))
    return hasLeft ? ended("unknown", "no_answer") : ended("refused", "not_sent");
  if (error.outcome === "unknown")
    return ended("unknown", error.status === null ? "no_answer" : "server_error");
  if (error.nextStep === "sign_in") return ended("refused", "nuki_unauthorized");
  if (error.outcome === "not_sent") return ended("refused", "nuki_unreachable");
  if (error.status === 423) return ended("refused", "device_busy");
  if (error.status === 429) return ended("refused", "too_many_requests");
  return ended("refused", "nuki_refused");
}
