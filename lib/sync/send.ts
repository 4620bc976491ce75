import { and, eq, gt, inArray, isNull, lte, notInArray, or, sql } from "drizzle-orm";
import { callsOf } from "@/lib/access/calls";
import type { Instant, PlannedCall, PlannedChange, StaffId } from "@/lib/access/types";
import { changes, devices } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { AuthUpdate } from "@/lib/nuki/writer";
import { accountUserOf } from "./account-users";
import { codesOf } from "./codes";
import type { SyncContext } from "./context";
import { isSameWrite } from "./decide";
import { type ChangeRow, keyOf } from "./open-changes";
import { type Reconciled, reconcile } from "./reconcile";
import { settleAccepted, settleError, settleUnsent } from "./settle";

/** How many changes one round plans; a removal that comes in meanwhile is first in the next round. */
const roundSize = 400;
/** Lists older than this are read again before anything is written by them. */
const freshMs = 15 * 60_000;

export interface Sent {
  readonly calls: number;
  /** Nuki asked for patience: nothing goes out for this account before. */
  readonly pausedUntil: Instant | null;
  readonly staffIds: readonly StaffId[];
}

/**
 * Sends what is due, most urgent first, in as few requests as the plan knows, until nothing is left or the time for
 * this turn is over. What goes out is computed anew each round, so an old wish is never sent.
 */
export async function sendDue(context: SyncContext, turnMs: number): Promise<Sent> {
  const endsAt = context.now() + turnMs;
  const touched = new Set<StaffId>();
  const done = new Set<string>();
  let calls = 0;
  while (context.now() <= endsAt) {
    const due = (await findDue(context)).filter((row) => !done.has(row.id));
    if (due.length === 0) break;
    const staffIds = [...new Set(due.map((row) => row.staffId))];
    for (const staffId of staffIds) touched.add(staffId);
    const reconciled = await reconcile(context, { staffIds });
    const round = requestsOf(reconciled, due);
    // A due change that the plan no longer wants was closed just now; it must not keep the loop alive.
    for (const row of due) done.add(row.id);
    for (const request of round) {
      if (context.now() > endsAt) return { calls, pausedUntil: null, staffIds: [...touched] };
      const pausedUntil = await send(context, reconciled, request);
      calls += 1;
      if (pausedUntil !== null) return { calls, pausedUntil, staffIds: [...touched] };
    }
  }
  return { calls, pausedUntil: null, staffIds: [...touched] };
}

/** Open changes at rest whose time has come, on doors that can be reached and whose lists are fresh. */
async function findDue({ db, account, now }: SyncContext): Promise<ChangeRow[]> {
  const at = new Date(now());
  const rows = await db
    .select({ change: changes })
    .from(changes)
    .innerJoin(devices, eq(devices.id, changes.deviceId))
    .where(
      and(
        eq(changes.accountId, account.id),
        isNull(changes.closedAt),
        eq(changes.inFlight, false),
        or(
          eq(changes.state, "planned"),
          and(
            eq(changes.state, "waiting"),
            lte(changes.nextTryAt, at),
            notInArray(sql`coalesce(${changes.reason}, '')`, ["offline", "reconnect", "pin_invalid"]),
          ),
        ),
        eq(devices.serverState, 0),
        eq(devices.adminPinState, 0),
        isNull(devices.missingSince),
        gt(devices.authorizationsSeenAt, new Date(now() - freshMs)),
      ),
    )
    .orderBy(
      sql`case when ${changes.op} = 'remove' then 0 when ${changes.narrows} then 1 when ${changes.op} = 'update' then 2 else 3 end`,
      changes.createdAt,
      changes.id,
    )
    .limit(roundSize);
  return rows.map((row) => row.change);
}

interface Request {
  readonly call: PlannedCall;
  readonly rows: readonly ChangeRow[];
}

/** The requests of one round: everything in the fewest calls, except what has to go alone. */
function requestsOf({ plan, picture, open }: Reconciled, due: readonly ChangeRow[]): Request[] {
  const dueIds = new Set(due.map((row) => row.id));
  const rowOf = (change: PlannedChange): ChangeRow | null => {
    const row = open.get(keyOf(change));
    if (
      !row ||
      !dueIds.has(row.id) ||
      row.inFlight ||
      row.state === "failed" ||
      row.state === "needs_review"
    ) {
      return null;
    }
    return isSameWrite(row, change) ? row : null;
  };
  const sendable = plan.changes.filter((change) => change.waits === null && rowOf(change) !== null);
  const alone = sendable.filter((change) => rowOf(change)?.alone);
  const together = sendable.filter((change) => !rowOf(change)?.alone);
  const batches = [together, ...alone.map((change) => [change])];
  return batches.flatMap((batch) => {
    const rows = new Map(batch.map((change) => [keyOf(change), rowOf(change)]));
    const byAuth = new Map(
      [...rows.values()].flatMap((row) => (row?.authId ? [[row.authId, row] as const] : [])),
    );
    const calls = callsOf({ changes: batch }, { accountUsers: picture.observed.accountUsers });
    return calls.map((call): Request => ({ call, rows: rowsOfCall(call, rows, byAuth) }));
  });
}

function rowsOfCall(
  call: PlannedCall,
  rows: ReadonlyMap<string, ChangeRow | null>,
  byAuth: ReadonlyMap<string, ChangeRow>,
): ChangeRow[] {
  const found = (row: ChangeRow | null | undefined) => (row ? [row] : []);
  switch (call.kind) {
    case "invite_user":
      return [...rows.values()].flatMap((row) =>
        row && row.staffId === call.staffId && row.kind === "app" && row.op === "create" ? [row] : [],
      );
    case "create":
      return call.deviceIds.flatMap((deviceId) =>
        found(rows.get(keyOf({ staffId: call.staffId, deviceId, kind: call.credential }))),
      );
    case "update":
      return call.changes.flatMap((change) => found(rows.get(keyOf(change))));
    case "remove":
      return call.authIds.flatMap((authId) => found(byAuth.get(authId)));
  }
}

/** One request: noted as sending before it leaves, settled by its answer. */
async function send(
  context: SyncContext,
  reconciled: Reconciled,
  { call, rows }: Request,
): Promise<Instant | null> {
  const live = await stillPlanned(context, rows);
  if (live.length === 0) return null;
  let ready: Ready | null;
  try {
    ready = await prepare(context, reconciled, call, live);
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    return settleUnsent(context, live, error);
  }
  if (ready === null) return null;
  await noteSending(context, ready.rows);
  try {
    await ready.write();
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    context.log.warn(
      { err: error, call: call.kind, changes: ready.rows.length },
      "nuki did not take a request",
    );
    return settleError(context, ready.rows, error);
  }
  await settleAccepted(context, ready.rows);
  return null;
}

/** An invitation that was refused a moment ago must not be followed by the authorization that needs it. */
async function stillPlanned({ db }: SyncContext, rows: readonly ChangeRow[]): Promise<ChangeRow[]> {
  if (rows.length === 0) return [];
  const now = await db
    .select()
    .from(changes)
    .where(
      and(
        inArray(
          changes.id,
          rows.map((row) => row.id),
        ),
        isNull(changes.closedAt),
        eq(changes.inFlight, false),
      ),
    );
  const before = new Map(rows.map((row) => [row.id, row]));
  return now.filter((row) => {
    const planned = before.get(row.id);
    return planned?.state === row.state && planned.nextTryAt?.getTime() === row.nextTryAt?.getTime();
  });
}

async function noteSending({ db, now }: SyncContext, rows: readonly ChangeRow[]): Promise<void> {
  await db
    .update(changes)
    .set({
      state: "sending",
      inFlight: true,
      sentAt: new Date(now()),
      acceptedAt: null,
      syncedAt: null,
      nextTryAt: null,
      reason: null,
      message: null,
      attempts: sql`${changes.attempts} + 1`,
    })
    .where(
      inArray(
        changes.id,
        rows.map((row) => row.id),
      ),
    );
}

interface Ready {
  readonly rows: readonly ChangeRow[];
  readonly write: () => Promise<void>;
}

/** Gathers what the request needs and returns it ready to go; null when there is nothing to write after all. */
async function prepare(
  context: SyncContext,
  reconciled: Reconciled,
  call: PlannedCall,
  rows: readonly ChangeRow[],
): Promise<Ready | null> {
  const { writer } = context.nuki;
  switch (call.kind) {
    case "invite_user":
      await accountUserOf(context, call.staffId);
      return null;
    case "create": {
      const deviceIds = await nukiDeviceIds(context, rows);
      const holder = await holderFor(context, call.staffId, call.credential, call.wish.codeHash);
      return holder && { rows, write: () => writer.createAuths({ deviceIds, content: call.wish, holder }) };
    }
    case "update": {
      const updates = await updatesOf(context, call.changes, rows);
      if (updates.length === 0) return null;
      const carried = new Set<string>(updates.map((update) => update.id));
      return {
        rows: rows.filter((row) => row.authId !== null && carried.has(row.authId)),
        write: () => writer.updateAuths(updates),
      };
    }
    case "remove": {
      const ids = rows.flatMap((row) => (row.authId ? [row.authId] : []));
      assertBound(reconciled, ids);
      return { rows, write: () => writer.deleteAuths(ids) };
    }
  }
}

/** The last gate before a removal: what has no binding of ours is never touched, whatever the plan says. */
function assertBound({ picture }: Reconciled, ids: readonly string[]): void {
  const bound = new Set<string>(picture.observed.bindings.map((binding) => binding.authId));
  const foreign = ids.find((id) => !bound.has(id));
  if (foreign) throw new Error(`authorization ${foreign} is not ours`);
}

async function nukiDeviceIds({ db }: SyncContext, rows: readonly ChangeRow[]): Promise<number[]> {
  const found = await db
    .select({ nukiId: devices.nukiId })
    .from(devices)
    .where(
      inArray(
        devices.id,
        rows.map((row) => row.deviceId),
      ),
    );
  return found.map((row) => row.nukiId).sort((a, b) => a - b);
}

type Holder = { kind: "app"; accountUserId: number } | { kind: "keypad"; code: string };

async function holderFor(
  context: SyncContext,
  staffId: StaffId,
  kind: "app" | "keypad",
  codeHash: string | null,
): Promise<Holder | null> {
  if (kind === "app") return { kind, accountUserId: await accountUserOf(context, staffId) };
  const code = (await codesOf(context, [staffId])).get(staffId);
  // The code was replaced a moment ago: the next round plans with the new one.
  return code && code.hash === codeHash ? { kind, code: code.code } : null;
}

async function updatesOf(
  context: SyncContext,
  planned: readonly PlannedChange[],
  rows: readonly ChangeRow[],
): Promise<AuthUpdate[]> {
  const live = new Set(rows.map((row) => keyOf(row)));
  const codes = await codesOf(
    context,
    planned.filter((change) => change.kind === "keypad").map((change) => change.staffId),
  );
  return planned.flatMap((change): AuthUpdate[] => {
    if (change.op !== "update" || !live.has(keyOf(change))) return [];
    const holder = holderOfUpdate(change, codes.get(change.staffId));
    return holder ? [{ id: change.authId, content: change.wish, holder }] : [];
  });
}

function holderOfUpdate(
  { kind, before, wish }: Extract<PlannedChange, { op: "update" }>,
  code: { code: string; hash: string } | undefined,
): Holder | null {
  if (kind === "app")
    return before.accountUserId === null ? null : { kind, accountUserId: before.accountUserId };
  return code && code.hash === wish.codeHash ? { kind, code: code.code } : null;
}
