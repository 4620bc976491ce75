import { and, eq, gt, inArray, isNull, lte, max, notInArray, or, sql } from "drizzle-orm";
import { callsOf } from "@/lib/access/calls";
import type { AccessKind, Instant, PlannedCall, PlannedChange, StaffId } from "@/lib/access/types";
import { decidingEventTypes } from "@/lib/audit/events";
import { arrayOf } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { auditEvents, changes, devices } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { Guard } from "@/lib/nuki/http";
import type { AuthUpdate } from "@/lib/nuki/writer";
import { accountUserOf } from "./account-users";
import { codesOf } from "./codes";
import type { SyncContext } from "./context";
import { isSameWrite } from "./decide";
import { renewLease } from "./lease";
import { type ChangeRow, keyOf } from "./open-changes";
import { type Reconciled, reconcile } from "./reconcile";
import { settleAccepted, settleBroken, settleError, settleStopped, settleUnsent } from "./settle";

/** How many changes one round plans; a removal that comes in meanwhile is first in the next round. */
const roundSize = 400;
/** Lists older than this are read again before anything is written by them. */
const freshMs = 15 * 60_000;

export interface Sent {
  readonly calls: number;
  /** Nuki asked for patience: nothing goes out for this account before. */
  readonly pausedUntil: Instant | null;
  /** Somebody decided something meanwhile: plan anew before anything else goes out. */
  readonly outdated: boolean;
  readonly staffIds: readonly StaffId[];
}

/**
 * Sends what is due, most urgent first, in as few requests as the plan knows, until nothing is left or the time for
 * this turn is over. What goes out is computed anew each round, and each request asks once more when it leaves, so an
 * old wish is never sent. `urgent` sends only what takes access away.
 */
export async function sendDue(
  context: SyncContext,
  turnMs: number,
  which: "urgent" | "all" = "all",
): Promise<Sent> {
  const endsAt = context.now() + turnMs;
  const touched = new Set<StaffId>();
  const done = new Set<string>();
  let calls = 0;
  const result = (pausedUntil: Instant | null, outdated = false): Sent => {
    return { calls, pausedUntil, outdated, staffIds: [...touched] };
  };
  while (context.now() <= endsAt) {
    const basis = await lastDecision(context.db);
    const due = await findDue(context, which, done);
    if (due.length === 0) break;
    const reconciled = await reconcile(context, { staffIds: [...new Set(due.map((row) => row.staffId))] });
    // A due change that the plan no longer wants was closed just now; it must not keep the loop alive.
    for (const row of due) done.add(row.id);
    for (const request of requestsOf(reconciled, due)) {
      if (context.now() > endsAt) return result(null);
      for (const row of request.rows) touched.add(row.staffId);
      const outcome = await send(context, reconciled, request, basis);
      if (outcome === "outdated") return result(null, true);
      calls += 1;
      if (outcome !== null) return result(outcome);
    }
  }
  return result(null);
}

/** Open changes at rest whose time has come, on doors that can be reached and whose lists are fresh. */
async function findDue(
  { db, account, now }: SyncContext,
  which: "urgent" | "all",
  done: ReadonlySet<string>,
): Promise<ChangeRow[]> {
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
        which === "urgent" ? or(eq(changes.op, "remove"), changes.narrows) : undefined,
        done.size > 0 ? sql`not ${changes.id} = any(${arrayOf(done)})` : undefined,
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
    // Person by person: the doors of one person and kind are one request, which a round must not cut in two.
    .orderBy(urgency, changes.createdAt, changes.staffId, changes.kind, changes.id)
    .limit(roundSize);
  return wholePeople(rows.map((row) => row.change));
}

const urgency = sql`case when ${changes.op} = 'remove' then 0 when ${changes.narrows} then 1 when ${changes.op} = 'update' then 2 else 3 end`;

/** A full round may end in the middle of a person's doors: those wait for the next round, all together. */
function wholePeople(rows: readonly ChangeRow[]): ChangeRow[] {
  const last = rows.at(-1);
  if (rows.length < roundSize || last?.op !== "create") return [...rows];
  const whole = rows.filter((row) => row.op !== "create" || row.staffId !== last.staffId);
  return whole.length > 0 ? whole : [...rows];
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

/** One request: noted as sending at the moment it leaves, settled by its answer. */
async function send(
  context: SyncContext,
  reconciled: Reconciled,
  { call, rows }: Request,
  basis: number,
): Promise<Instant | "outdated" | null> {
  const live = await stillPlanned(context, rows);
  if (live.length === 0) return null;
  let ready: Ready | null;
  try {
    ready = await prepare(context, reconciled, call, live);
  } catch (error) {
    if (error instanceof NukiError) return settleUnsent(context, live, error);
    // One person's broken data must not stop everybody; a broken database stops this too.
    context.log.error({ err: error, call: call.kind }, "a request could not be made");
    await settleBroken(context, live);
    return null;
  }
  if (ready === null) return null;
  try {
    await ready.write(departure(context, ready.rows, basis));
  } catch (error) {
    if (error instanceof Outdated) {
      // Whoever has the account now may have sent these changes since: they are no longer ours to put back.
      if (!error.leaseLost) await settleStopped(context, ready.rows);
      return "outdated";
    }
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

/** The request was planned by rules that have changed since, or by a worker that no longer has the account. */
class Outdated extends Error {
  constructor(readonly leaseLost: boolean) {
    super(leaseLost ? "another worker has the account" : "somebody decided something meanwhile");
  }
}

/**
 * The last gate, passed at each attempt when the request is about to leave: this worker still has the account, nobody
 * has decided anything since the plan, and the changes are noted as being sent, in one transaction.
 */
function departure(context: SyncContext, rows: readonly ChangeRow[], basis: number): Guard {
  const ids = rows.map((row) => row.id);
  let noted = false;
  return () =>
    context.db.transaction(async (tx) => {
      if (!(await renewLease(tx, context))) throw new Outdated(true);
      if ((await lastDecision(tx)) !== basis) throw new Outdated(false);
      await tx
        .update(changes)
        .set({
          state: "sending",
          inFlight: true,
          sentAt: new Date(context.now()),
          acceptedAt: null,
          syncedAt: null,
          nextTryAt: null,
          reason: null,
          message: null,
          ...(noted ? {} : { attempts: sql`${changes.attempts} + 1` }),
        })
        .where(inArray(changes.id, ids));
      noted = true;
    });
}

/**
 * Every command records what it decided: as long as this number stands, the rules are what they were. Sign-ins and
 * looks decide nothing, and a stranger who fails at one again and again must not keep a leaver's removal from going out.
 */
async function lastDecision(db: SyncContext["db"] | Tx): Promise<number> {
  const [row] = await db
    .select({ id: max(auditEvents.id) })
    .from(auditEvents)
    .where(inArray(auditEvents.type, [...decidingEventTypes]));
  return row?.id ?? 0;
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

interface Ready {
  readonly rows: readonly ChangeRow[];
  readonly write: (guard: Guard) => Promise<void>;
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
      return (
        holder && {
          rows,
          write: (guard) => writer.createAuths({ deviceIds, content: call.wish, holder }, guard),
        }
      );
    }
    case "update": {
      const updates = await updatesOf(context, call.changes, rows);
      if (updates.length === 0) return null;
      const carried = new Set<string>(updates.map((update) => update.id));
      return {
        rows: rows.filter((row) => row.authId !== null && carried.has(row.authId)),
        write: (guard) => writer.updateAuths(updates, guard),
      };
    }
    case "remove": {
      const ids = rows.flatMap((row) => (row.authId ? [row.authId] : []));
      assertBound(reconciled, ids);
      return { rows, write: (guard) => writer.deleteAuths(ids, guard) };
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
  kind: AccessKind,
  codeHash: string | null,
): Promise<Holder | null> {
  if (kind === "app") return { kind, accountUserId: await accountUserOf(context, staffId) };
  const code = (await codesOf(context, [staffId]))(staffId, codeHash, kind);
  // The code was replaced a moment ago: the next round plans with the new one.
  return code === null ? null : { kind, code };
}

async function updatesOf(
  context: SyncContext,
  planned: readonly PlannedChange[],
  rows: readonly ChangeRow[],
): Promise<AuthUpdate[]> {
  const live = new Set(rows.map((row) => keyOf(row)));
  const codes = await codesOf(
    context,
    planned.filter((change) => change.kind !== "app").map((change) => change.staffId),
  );
  return planned.flatMap((change): AuthUpdate[] => {
    if (change.op !== "update" || !live.has(keyOf(change))) return [];
    const holder = holderOfUpdate(change, codes);
    return holder ? [{ id: change.authId, content: change.wish, holder }] : [];
  });
}

function holderOfUpdate(
  { kind, staffId, before, wish }: Extract<PlannedChange, { op: "update" }>,
  codeOf: Awaited<ReturnType<typeof codesOf>>,
): Holder | null {
  if (kind === "app")
    return before.accountUserId === null ? null : { kind, accountUserId: before.accountUserId };
  const code = codeOf(staffId, wish.codeHash, kind);
  return code === null ? null : { kind: "keypad", code };
}
