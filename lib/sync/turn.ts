import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { DeviceId, Instant, StaffId } from "@/lib/access/types";
import { accountSync, authorizations, changes, devices } from "@/lib/db/schema";
import { NukiError, SignInAgain } from "@/lib/nuki/errors";
import type { SyncContext } from "./context";
import { syncTakesMs } from "./decide";
import { withLease } from "./lease";
import { observeAll, observeDevice } from "./observe-authorizations";
import { observeDevices } from "./observe-devices";
import { noteSynced, reconcile } from "./reconcile";
import { sendDue } from "./send";

export const devicesEveryMs = 30_000;
export const listsEveryMs = 5 * 60_000;
/** Everything is planned anew this often: what has expired ends, what drifted is seen. */
export const reconcileEveryMs = 10 * 60_000;
/** While a write is in flight its door's list is read again after about its age, within these bounds. */
const lookAgainMs = { least: 3_000, most: 30_000 };
/** How long one turn may send before it looks at the world again. */
const sendForMs = 8_000;
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
      const seen = await observeDue(context);
      await planWanted(context, seen);
      const sent = await sendDue(context, sendForMs);
      await planWanted(context, [...sent.staffIds]);
      await scheduleLooks(context);
      const nextAt = Math.max(await nextDue(context), sent.pausedUntil ?? 0);
      return { nextAt, calls: sent.calls };
    } catch (error) {
      if (!(error instanceof NukiError)) throw error;
      await noteTrouble(context, error);
      return { nextAt: context.now() + Math.max(devicesEveryMs / 3, error.retryAfterMs ?? 0), calls: 0 };
    }
  });
}

async function planWanted(context: SyncContext, staffIds: readonly StaffId[] | "all"): Promise<void> {
  if (staffIds !== "all" && staffIds.length === 0) return;
  const { toSync } = await reconcile(context, staffIds === "all" ? "all" : { staffIds });
  await askToSync(context, toSync);
  if (staffIds === "all") {
    await context.db
      .update(accountSync)
      .set({ reconciledAt: new Date(context.now()) })
      .where(eq(accountSync.accountId, context.account.id));
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
    await context.nuki.writer.requestSync(device.nukiId);
    await noteSynced(context, [id]);
    await context.db
      .update(devices)
      .set({ observeAt: new Date(context.now() + syncTakesMs + 1_000) })
      .where(eq(devices.id, id));
  }
}

/** Reads what is due; returns whose credentials have to be planned again. */
async function observeDue(context: SyncContext): Promise<StaffId[] | "all"> {
  const { db, account, now } = context;
  const [state] = await db.select().from(accountSync).where(eq(accountSync.accountId, account.id));
  const isDue = (at: Date | null | undefined, every: number) => !at || at.getTime() + every <= now();
  if (isDue(state?.devicesSeenAt, devicesEveryMs)) await observeDevices(context);
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
  const seen = new Set<StaffId>();
  if (allDue) for (const staffId of await observeAll(context)) seen.add(staffId);
  else for (const look of looks) for (const staffId of await observeDevice(context, look)) seen.add(staffId);
  return isDue(state?.reconciledAt, reconcileEveryMs) ? "all" : [...seen];
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
  await db
    .update(accountSync)
    .set({
      status: error instanceof SignInAgain ? "unauthorized" : "unreachable",
      problem: error.text ?? error.name,
    })
    .where(eq(accountSync.accountId, account.id));
}
