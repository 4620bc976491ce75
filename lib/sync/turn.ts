import { setImmediate } from "node:timers/promises";
import { and, asc, eq, isNull, lte, ne, or, sql } from "drizzle-orm";
import type { DeviceId, Instant, StaffId } from "@/lib/access/types";
import { accountSync, authorizations, changes, devices, staff } from "@/lib/db/schema";
import { publish } from "@/lib/live/publish";
import { NukiAnswerError, NukiError, SignInAgain } from "@/lib/nuki/errors";
import type { SyncContext } from "./context";
import { syncTakesMs } from "./decide";
import { withLease } from "./lease";
import { noteAllWishes } from "./note-wishes";
import { observeAll, observeDevice } from "./observe-authorizations";
import { observeDevices } from "./observe-devices";
import { noteSynced, reconcile } from "./reconcile";
import { type Sent, sendDue } from "./send";

export const devicesEveryMs = 30_000;
export const listsEveryMs = 5 * 60_000;
/** Everything is planned anew this often: what has expired ends, what drifted is seen. */
export const reconcileEveryMs = 10 * 60_000;
/** While a write is in flight its door's list is read again after about its age, within these bounds. */
const lookAgainMs = { least: 3_000, most: 30_000 };
/** How long one turn may send before it looks at the world again. */
const sendForMs = 8_000;
/** However long Nuki asks one change to wait, the doors are looked at again after this time. */
const longestPauseMs = 60_000;
/** The least rest after a turn in which nothing could be sent. */
const idleMs = 2_000;
/** A door whose list cannot be read is tried again after this time; the others go on. */
const unreadableMs = 30_000;
/** So many people are planned in one transaction: the embedded database serves nobody else meanwhile. */
const planAtOnce = 100;
/** Rows per page of Nuki's paged list. */
const pageSize = 100;

export interface Turn {
  /** When there is something to do again. */
  readonly nextAt: Instant;
  readonly calls: number;
}

/**
 * One turn of the loop for one account: plan what was asked for, look where it is due, plan again, send, and plan once
 * more so that the states tell what is true now. Null when another worker has the account.
 */
export async function takeTurn(
  context: SyncContext,
  wanted: readonly StaffId[] | "all",
): Promise<Turn | null> {
  return withLease(context, async () => {
    try {
      await planWanted(context, wanted);
      // Who leaves does not wait for the lists of everybody else to be read.
      const urgent = await sendDue(context, sendForMs, "urgent");
      const sent = stops(urgent) ? urgent : await lookAndSend(context, urgent);
      await planWanted(context, [...new Set([...urgent.staffIds, ...sent.staffIds])]);
      await scheduleLooks(context);
      return { nextAt: await nextAfter(context, sent), calls: sent.calls };
    } catch (error) {
      if (!(error instanceof NukiError)) throw error;
      await noteTrouble(context, error);
      return { nextAt: context.now() + Math.max(devicesEveryMs / 3, error.retryAfterMs ?? 0), calls: 0 };
    }
  });
}

/** Everybody who may have something on a door, or should. */
async function everybody({ db }: SyncContext): Promise<StaffId[]> {
  const rows = await db
    .select({ id: staff.id })
    .from(staff)
    .where(
      or(
        ne(staff.status, "removed"),
        sql`exists (select 1 from bindings b where b.staff_id = ${staff.id} and b.ended_at is null)`,
        sql`exists (select 1 from changes c where c.staff_id = ${staff.id} and c.closed_at is null)`,
        sql`exists (select 1 from credentials c where c.staff_id = ${staff.id} and c.state <> 'removed')`,
      ),
    )
    .orderBy(staff.createdAt, staff.id);
  return rows.map((row) => row.id);
}

async function lookAndSend(context: SyncContext, urgent: Sent): Promise<Sent> {
  const seen = new Set<StaffId>();
  try {
    await planWanted(context, await observeDue(context, seen));
  } catch (error) {
    // What was read before Nuki stopped answering is stored: nothing would plan it again for minutes.
    if (error instanceof NukiError) await planWanted(context, [...seen]);
    throw error;
  }
  const sent = await sendDue(context, sendForMs);
  return { ...sent, calls: urgent.calls + sent.calls };
}

function stops(sent: Sent): boolean {
  return sent.outdated || sent.pausedUntil !== null;
}

async function nextAfter(context: SyncContext, sent: Sent): Promise<Instant> {
  const now = context.now();
  if (sent.outdated) return now;
  const due = await nextDue(context);
  if (sent.pausedUntil !== null) return Math.max(due, Math.min(sent.pausedUntil, now + longestPauseMs));
  // What is due but could not be sent must not turn the loop into a spin.
  return sent.calls === 0 ? Math.max(due, now + idleMs) : due;
}

async function planWanted(context: SyncContext, staffIds: readonly StaffId[] | "all"): Promise<void> {
  if (staffIds !== "all" && staffIds.length === 0) return;
  const ids = staffIds === "all" ? await everybody(context) : staffIds;
  const toSync = new Set<DeviceId>();
  for (let start = 0; start < ids.length; start += planAtOnce) {
    const part = await reconcile(context, { staffIds: ids.slice(start, start + planAtOnce) });
    for (const id of part.toSync) toSync.add(id);
    // The embedded database answers without ever leaving the thread: pages get their turn between two parts.
    await setImmediate();
  }
  await askToSync(context, [...toSync]);
  if (staffIds === "all") {
    const at = new Date(context.now());
    await context.db
      .update(accountSync)
      .set({ reconciledAt: at })
      .where(eq(accountSync.accountId, context.account.id));
    await noteAllWishes(context.db, context.account.id, at);
  }
}

/** A door that does not show what was written is asked to sync, and read again after it had time to. */
async function askToSync(context: SyncContext, deviceIds: readonly DeviceId[]): Promise<void> {
  for (const id of deviceIds) {
    const [device] = await context.db
      .select({ nukiId: devices.nukiId })
      .from(devices)
      .where(eq(devices.id, id));
    if (!device) continue;
    const asked = await trySync(context, device.nukiId);
    if (asked) await noteSynced(context, [id]);
    await lookAt(context, id, asked ? syncTakesMs + 1_000 : unreadableMs);
  }
}

/** A door that will not sync, or a token that may not ask for it, must not stop the account's other doors. */
async function trySync(context: SyncContext, nukiId: number): Promise<boolean> {
  try {
    await context.nuki.writer.requestSync(nukiId);
    return true;
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    context.log.warn({ err: error, door: nukiId }, "a door could not be asked to sync");
    return false;
  }
}

async function lookAt({ db, now }: SyncContext, id: DeviceId, inMs: number): Promise<void> {
  await db
    .update(devices)
    .set({ observeAt: new Date(now() + inMs) })
    .where(eq(devices.id, id));
}

/** Reads what is due; returns whose credentials have to be planned again, and notes them as they are seen. */
async function observeDue(context: SyncContext, seen: Set<StaffId>): Promise<StaffId[] | "all"> {
  const { db, account, now } = context;
  const [state] = await db.select().from(accountSync).where(eq(accountSync.accountId, account.id));
  const isDue = (at: Date | null | undefined, every: number) => !at || at.getTime() + every <= now();
  if (isDue(state?.devicesSeenAt, devicesEveryMs))
    for (const staffId of (await observeDevices(context)).staffIds) seen.add(staffId);
  const looks = await db
    .select({ id: devices.id, nukiId: devices.nukiId })
    .from(devices)
    .where(
      and(
        eq(devices.accountId, account.id),
        lte(devices.observeAt, new Date(now())),
        isNull(devices.missingSince),
      ),
    )
    .orderBy(asc(devices.observeAt));
  const allDue =
    isDue(state?.authorizationsSeenAt, listsEveryMs) || (await walkIsCheaper(context, looks.length));
  if (allDue) await observeEverything(context, seen);
  else await observeEach(context, looks, seen);
  return isDue(state?.reconciledAt, reconcileEveryMs) ? "all" : [...seen];
}

interface Look {
  readonly id: DeviceId;
  readonly nukiId: number;
}

/** All lists in one walk; where the walk comes to nothing because rows never stand still, door by door. */
async function observeEverything(context: SyncContext, seen: Set<StaffId>): Promise<void> {
  try {
    for (const staffId of await observeAll(context)) seen.add(staffId);
    return;
  } catch (error) {
    if (!(error instanceof NukiAnswerError)) throw error;
    context.log.warn({ err: error }, "the list of all doors could not be used; they are read one by one");
  }
  const { db, account, now } = context;
  const readAt = new Date(now());
  const doors = await db
    .select({ id: devices.id, nukiId: devices.nukiId })
    .from(devices)
    .where(and(eq(devices.accountId, account.id), isNull(devices.missingSince)));
  await observeEach(context, doors, seen);
  await db
    .update(accountSync)
    .set({ authorizationsSeenAt: readAt })
    .where(eq(accountSync.accountId, account.id));
}

/** Door by door. One list that cannot be read leaves its door as it was and does not stop the others. */
async function observeEach(context: SyncContext, looks: readonly Look[], seen: Set<StaffId>): Promise<void> {
  let failure: NukiError | null = null;
  for (const look of looks) {
    try {
      for (const staffId of await observeDevice(context, look)) seen.add(staffId);
    } catch (error) {
      if (!(error instanceof NukiError) || error instanceof SignInAgain || error.status === 429) throw error;
      context.log.warn({ err: error, door: look.nukiId }, "the list of a door could not be read");
      await lookAt(context, look.id, unreadableMs);
      // One door can be odd; a second one in a row means that Nuki cannot be read now.
      if (failure) throw error;
      failure = error;
      continue;
    }
    failure = null;
  }
  if (failure && looks.length === 1 && failure.nextStep === "retry_later") throw failure;
}

/** One walk over all lists costs a request per page, plus one for the account users. */
async function walkIsCheaper({ db, account }: SyncContext, lists: number): Promise<boolean> {
  if (lists < 3) return false;
  const [row] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(authorizations)
    .innerJoin(devices, eq(devices.id, authorizations.deviceId))
    .where(eq(devices.accountId, account.id));
  return Math.ceil((row?.total ?? 0) / pageSize) + 2 < lists;
}

/** Doors with a write in flight are looked at again: often at first, then at growing distance. */
async function scheduleLooks({ db, account, now }: SyncContext): Promise<void> {
  const rows = await db
    .select({ deviceId: changes.deviceId, sentAt: sql<string>`max(${changes.sentAt})` })
    .from(changes)
    .innerJoin(devices, eq(devices.id, changes.deviceId))
    .where(
      and(
        eq(changes.accountId, account.id),
        isNull(changes.closedAt),
        eq(changes.inFlight, true),
        isNull(devices.observeAt),
        eq(devices.serverState, 0),
        isNull(devices.missingSince),
      ),
    )
    .groupBy(changes.deviceId);
  for (const { deviceId, sentAt } of rows) {
    const age = now() - new Date(sentAt).getTime();
    const pause = Math.min(Math.max(age, lookAgainMs.least), lookAgainMs.most);
    await db
      .update(devices)
      .set({ observeAt: new Date(now() + pause) })
      .where(eq(devices.id, deviceId));
  }
}

/** The earliest moment at which something is to be done for this account. */
async function nextDue({ db, account, now }: SyncContext): Promise<Instant> {
  const [look] = await db
    .select({ at: sql<string | null>`min(${devices.observeAt})` })
    .from(devices)
    .where(and(eq(devices.accountId, account.id), isNull(devices.missingSince)));
  const [change] = await db
    .select({
      at: sql<string | null>`min(case when ${changes.state} = 'waiting' then ${changes.nextTryAt} end)`,
    })
    .from(changes)
    .where(and(eq(changes.accountId, account.id), isNull(changes.closedAt), eq(changes.inFlight, false)));
  const [sendable] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(changes)
    .innerJoin(devices, eq(devices.id, changes.deviceId))
    .where(
      and(
        eq(changes.accountId, account.id),
        isNull(changes.closedAt),
        eq(changes.inFlight, false),
        eq(changes.state, "planned"),
        eq(devices.serverState, 0),
        eq(devices.adminPinState, 0),
        isNull(devices.missingSince),
      ),
    );
  const [state] = await db
    .select({ devicesSeenAt: accountSync.devicesSeenAt })
    .from(accountSync)
    .where(eq(accountSync.accountId, account.id));
  const moments = [
    (state?.devicesSeenAt?.getTime() ?? now()) + devicesEveryMs,
    ...[look?.at, change?.at].flatMap((at) => (at ? [new Date(at).getTime()] : [])),
    ...(sendable && sendable.count > 0 ? [now()] : []),
  ];
  return Math.max(now(), Math.min(...moments));
}

async function noteTrouble({ db, account, log }: SyncContext, error: NukiError): Promise<void> {
  log.warn({ err: error }, "nuki cannot be read");
  const status = error instanceof SignInAgain ? "unauthorized" : "unreachable";
  const own = eq(accountSync.accountId, account.id);
  await db.transaction(async (tx) => {
    const [before] = await tx.select({ status: accountSync.status }).from(accountSync).where(own);
    await tx
      .update(accountSync)
      .set({ status, problem: error.text ?? error.name })
      .where(own);
    if (before?.status !== status) await publish(tx, [{ topic: "connection" }]);
  });
}
