import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { and, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import type { AccountId, DeviceId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import { getDb, type Tx } from "@/lib/db/connection";
import { accounts, devices, operations } from "@/lib/db/schema";
import type { AdminId } from "@/lib/db/tables/intent";
import { AppError } from "@/lib/errors";
import { publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import { ok, type Result, refuse } from "@/lib/result";
import { getConnector } from "@/lib/sync/connector";
import { readDoors, type StoredDoor } from "./doors";
import { refusalOf } from "./offer";
import { findPress, type OperationRow } from "./queries";
import type { Press } from "./schema";
import { sendOperation } from "./send";
import { isOpening } from "./what";

/** With the device's own hash: one press at a time per door. */
const pressLock = 4_151_706;
/** Nuki refuses a second command for about so long (web-api.md 6). */
const busyForMs = 20_000;

/**
 * Moves a door from afar: at most one request for one press, whatever happens. The press is written down with its event
 * first; what becomes of it is told by its row, which `follow` leads to its end. Whoever pressed hears how it stands
 * after `patienceMs` at the latest, though the answer may still come.
 */
export async function operateDoor(
  actor: Actor,
  press: Press,
  now = new Date(),
  patienceMs = 5_000,
): Promise<Result<OperationRow>> {
  const requested = await requestOperation(actor, press, now);
  if (!requested.ok) return requested;
  const { operationId, accountId, isNew } = requested.value;
  if (isNew) {
    const sent = sendFor(accountId, operationId).catch((error: unknown) =>
      log.error({ err: error, operationId }, "what became of a press could not be written down"),
    );
    await Promise.race([sent, delay(patienceMs, undefined, { ref: false })]);
  }
  const row = await findPress(actor, press.pressId);
  if (!row) throw new Error(`the press ${press.pressId} is gone`);
  return ok(row);
}

async function sendFor(accountId: AccountId, operationId: string): Promise<void> {
  const [account] = await getDb().select().from(accounts).where(eq(accounts.id, accountId));
  if (!account) throw new Error("the account is gone");
  await sendOperation(getConnector()(account), operationId);
}

export interface Requested {
  readonly operationId: string;
  readonly accountId: AccountId;
  /** False: this press was here before, and nothing is to be sent for it. */
  readonly isNew: boolean;
}

/** Checks a press and writes it down, with its event, in one transaction. Nothing leaves yet. */
export async function requestOperation(actor: Actor, press: Press, now: Date): Promise<Result<Requested>> {
  assertMay(actor, "door:operate");
  const { adminId } = actor;
  // A door is moved by a person, who stands in the record; never by the system.
  if (adminId === null) throw new AppError("forbidden", "only a person may operate a door");
  return transactResult(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${pressLock}, hashtext(${press.deviceId}))`);
    const [door] = await readDoors(tx, eq(devices.id, press.deviceId));
    if (!door || !seesDoor(actor, door)) return refuse("not_found");
    const earlier = await readPress(tx, press.pressId);
    if (earlier) return sameAs(earlier, adminId, press, door);
    const refusal = await refusalOfPress(tx, door, press, now);
    if (refusal) return refusal;
    const [stored] = await tx
      .insert(operations)
      .values({ ...press, reason: press.reason || null, adminId, requestedAt: now })
      // The same press for another door at the same moment: no browser of ours does that.
      .onConflictDoNothing({ target: operations.pressId })
      .returning({ operationId: operations.id });
    if (!stored) return refuse("invalid_input", { field: "pressId" });
    const { operationId } = stored;
    const { kind, reason } = press;
    const detail = { name: door.name, site: door.siteName, kind, ...(reason ? { reason } : {}), operationId };
    await record(tx, actor, [{ type: "door.operation_requested", subjectId: door.id, detail }], now);
    await publish(tx, [{ topic: "operations", deviceId: door.id }]);
    return ok({ operationId, accountId: door.accountId, isNew: true });
  });
}

function seesDoor(actor: Actor, { siteId }: StoredDoor): boolean {
  return actor.sites === "all" || (siteId !== null && actor.sites.includes(siteId));
}

interface StoredPress {
  readonly operationId: string;
  readonly adminId: AdminId;
  readonly deviceId: DeviceId;
  readonly kind: string;
}

async function readPress(tx: Tx, pressId: string): Promise<StoredPress | undefined> {
  const [found] = await tx
    .select({
      operationId: operations.id,
      adminId: operations.adminId,
      deviceId: operations.deviceId,
      kind: operations.kind,
    })
    .from(operations)
    .where(eq(operations.pressId, pressId));
  return found;
}

function sameAs(
  earlier: StoredPress,
  adminId: AdminId,
  press: Press,
  { accountId }: StoredDoor,
): Result<Requested> {
  const isSame =
    earlier.adminId === adminId && earlier.deviceId === press.deviceId && earlier.kind === press.kind;
  if (!isSame) return refuse("invalid_input", { field: "pressId" });
  return ok({ operationId: earlier.operationId, accountId, isNew: false });
}

async function refusalOfPress(
  tx: Tx,
  door: StoredDoor,
  { kind, reason }: Press,
  now: Date,
): Promise<ReturnType<typeof refuse> | null> {
  const refusal = refusalOf(door, kind, now);
  if (refusal) return refuse(refusal);
  if (isOpening(kind) && door.reasonRequired && reason === "") {
    return refuse("reason_missing", { field: "reason" });
  }
  return (await isUnderWay(tx, door.id, now)) ? refuse("device_busy") : null;
}

/** Is an earlier press of this door still on its way, or too young for Nuki to take another? */
async function isUnderWay(tx: Tx, deviceId: DeviceId, now: Date): Promise<boolean> {
  const young = gt(operations.sentAt, new Date(now.getTime() - busyForMs));
  const [open] = await tx
    .select({ id: operations.id })
    .from(operations)
    .where(
      and(
        eq(operations.deviceId, deviceId),
        isNull(operations.settledAt),
        or(inArray(operations.state, ["requested", "sent"]), young),
      ),
    )
    .limit(1);
  return open !== undefined;
}
