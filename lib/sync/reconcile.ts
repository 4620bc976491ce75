import { and, eq, inArray, isNull, lte, notInArray, sql } from "drizzle-orm";
import type { Authorization, CredentialKey, DeviceId, Plan, PlannedChange } from "@/lib/access/types";
import { differences } from "@/lib/access/wish";
import { loadPicture, type Picture, planOf, type Scope } from "@/lib/changes/picture";
import { arrayOf, isAny } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { changes, devices } from "@/lib/db/schema";
import { publish } from "@/lib/live/publish";
import { findVanished } from "./bindings";
import type { SyncContext } from "./context";
import { writeCredentialStates } from "./credential-states";
import {
  type Decision,
  type DoorFacts,
  decide,
  type OpenChange,
  showsWithinMs,
  travelsWithinMs,
} from "./decide";
import { type ChangeRow, keyOf, loadOpenChanges } from "./open-changes";

export interface Reconciled {
  readonly picture: Picture;
  readonly plan: Plan;
  /** The open changes after everything was decided. */
  readonly open: ReadonlyMap<string, ChangeRow>;
  /** Doors whose lists do not show what was written: they are to sync with Nuki. */
  readonly toSync: readonly DeviceId[];
}

/**
 * Computes what the rules want against what was last read, and brings the durable changes and the credentials' states
 * in line with it. Writes to our own tables only; running it twice changes nothing the second time.
 */
export async function reconcile(context: SyncContext, scope: Scope): Promise<Reconciled> {
  const { db, account, now } = context;
  return db.transaction(async (tx) => {
    const picture = await withRoomTaken(tx, await loadPicture(tx, scope));
    const { compiled, plan } = planOf(picture, now());
    const mine = {
      ...plan,
      changes: plan.changes.filter((change) => isOfAccount(picture, change, account.id)),
    };
    const doors = await loadDoorFacts(tx, picture);
    const open = await loadOpenChanges(tx, account.id, scope);
    const { toSync, wrote } = await applyDecisions(tx, context, { picture, plan: mine, doors, open });
    const openNow = await loadOpenChanges(tx, account.id, scope);
    const situation = { picture, compiled, plan: mine, open: openNow, scope };
    const moved = await writeCredentialStates(tx, context, situation);
    if (wrote || moved) await publish(tx, [{ topic: "changes" }]);
    return { picture, plan: mine, open: openNow, toSync };
  });
}

/**
 * Keypads are full of codes that can be seen, and of those that are under way for people outside the scope: without
 * them, two parts of one import would both count on the last free place.
 */
async function withRoomTaken(tx: Tx, picture: Picture): Promise<Picture> {
  if (picture.scope === "all") return picture;
  const taken = await tx
    .select({ deviceId: changes.deviceId, count: sql<number>`count(*)::int` })
    .from(changes)
    .where(
      and(
        isNull(changes.closedAt),
        eq(changes.op, "create"),
        eq(changes.kind, "keypad"),
        notInArray(changes.state, ["failed", "needs_review"]),
        sql`not ${changes.staffId} = any(${arrayOf(picture.scope.staffIds)})`,
        // One that shows already is counted where it is seen.
        sql`not exists (select 1 from bindings b where b.staff_id = ${changes.staffId}
          and b.device_id = ${changes.deviceId} and b.kind = 'keypad' and b.ended_at is null)`,
      ),
    )
    .groupBy(changes.deviceId);
  const doors = new Map(picture.model.doors);
  for (const { deviceId, count } of taken) {
    const door = doors.get(deviceId);
    if (door) doors.set(deviceId, { ...door, codeCapacity: door.codeCapacity - count });
  }
  return { ...picture, model: { ...picture.model, doors } };
}

function isOfAccount(picture: Picture, change: CredentialKey, accountId: string): boolean {
  return picture.model.doors.get(change.deviceId)?.accountId === accountId;
}

async function loadDoorFacts(tx: Tx, picture: Picture): Promise<Map<DeviceId, DoorFacts>> {
  const rows = await tx
    .select({
      id: devices.id,
      reachableSince: devices.reachableSince,
      listSeenAt: devices.authorizationsSeenAt,
    })
    .from(devices);
  return new Map(
    rows.map((row): [DeviceId, DoorFacts] => [
      row.id,
      {
        reach: picture.model.doors.get(row.id)?.reach ?? "offline",
        reachableSince: row.reachableSince?.getTime() ?? null,
        listSeenAt: row.listSeenAt?.getTime() ?? null,
      },
    ]),
  );
}

interface Situation {
  readonly picture: Picture;
  readonly plan: Plan;
  readonly doors: ReadonlyMap<DeviceId, DoorFacts>;
  readonly open: ReadonlyMap<string, ChangeRow>;
}

/** Carries out what `decide` says for each credential; tells the doors that are to sync. */
async function applyDecisions(tx: Tx, context: SyncContext, situation: Situation) {
  const { plan, doors, open } = situation;
  const planned = new Map(plan.changes.map((change) => [keyOf(change), change]));
  const isFulfilled = fulfilment(situation);
  const opened: PlannedChange[] = [];
  const toSync = new Set<DeviceId>();
  const updates = new Updates();
  for (const key of new Set([...planned.keys(), ...open.keys()])) {
    const row = open.get(key) ?? null;
    const wanted = planned.get(key) ?? null;
    const deviceId = (row ?? wanted)?.deviceId;
    const door = deviceId && doors.get(deviceId);
    if (!deviceId || !door) continue;
    const decision = decide(
      row && toOpen(row),
      wanted,
      row !== null && isFulfilled(row),
      door,
      context.now(),
    );
    if (decision.do === "open") opened.push(decision.planned);
    if (decision.do === "close" && decision.next) opened.push(decision.next);
    if (decision.do === "sync") toSync.add(deviceId);
    const values = row && valuesOf(decision, new Date(context.now()));
    if (row && values) updates.add(row.id, values);
  }
  await updates.write(tx);
  await insertChanges(tx, context, opened);
  return { toSync: [...toSync], wrote: opened.length > 0 || !updates.isEmpty() };
}

function toOpen(row: ChangeRow): OpenChange {
  return {
    ...row,
    sentAt: row.sentAt?.getTime() ?? null,
    acceptedAt: row.acceptedAt?.getTime() ?? null,
    syncedAt: row.syncedAt?.getTime() ?? null,
  };
}

type Values = Partial<typeof changes.$inferInsert>;

/** Rows that get the same values get them in one statement: thousands of changes close at once after an import. */
class Updates {
  private readonly groups = new Map<string, { values: Values; ids: string[] }>();

  add(id: string, values: Values): void {
    const key = JSON.stringify(values);
    const group = this.groups.get(key);
    if (group) group.ids.push(id);
    else this.groups.set(key, { values, ids: [id] });
  }

  isEmpty(): boolean {
    return this.groups.size === 0;
  }

  async write(tx: Tx): Promise<void> {
    for (const { values, ids } of this.groups.values())
      await tx.update(changes).set(values).where(isAny(changes.id, ids));
  }
}

function valuesOf(decision: Decision, now: Date): Values | null {
  switch (decision.do) {
    case "keep":
    case "open":
    case "sync":
      return null;
    case "close":
      return {
        state: decision.as,
        closedAt: now,
        inFlight: false,
        reason: null,
        message: null,
        nextTryAt: null,
      };
    case "wait":
      return {
        state: "waiting",
        reason: decision.reason,
        nextTryAt: decision.until === null ? null : new Date(decision.until),
      };
    case "resume":
      return { state: decision.state, reason: null };
    case "release":
      return { state: "planned", reason: null, nextTryAt: null };
    case "send_again":
      return { state: "planned", inFlight: false, reason: "not_seen" };
    case "review":
      return { state: "needs_review", inFlight: false, reason: decision.reason };
  }
}

async function insertChanges(
  tx: Tx,
  { account, now }: SyncContext,
  planned: readonly PlannedChange[],
): Promise<void> {
  const at = new Date(now());
  const creating = planned.filter((change) => change.op === "create").map((change) => change.staffId);
  const since = new Date(at.getTime() - vanishedForMs);
  const vanished = new Set((await findVanished(tx, [...new Set(creating)], since)).map(keyOf));
  const rows = planned.map((change): typeof changes.$inferInsert => ({
    accountId: account.id,
    staffId: change.staffId,
    deviceId: change.deviceId,
    kind: change.kind,
    op: change.op,
    state: change.waits === null ? "planned" : "waiting",
    reason: change.waits,
    nextTryAt: change.notBefore === null ? null : new Date(change.notBefore),
    wish: change.op === "remove" ? null : change.wish,
    authId: change.op === "create" ? null : change.authId,
    narrows: change.effect === "narrows",
    createdAt: at,
    // It was there a moment ago and nobody here removed it: it is looked for, as after a request without an answer.
    ...(change.op === "create" && change.waits === null && vanished.has(keyOf(change))
      ? { state: "sending" as const, inFlight: true, sentAt: new Date(at.getTime() - travelsWithinMs) }
      : {}),
  }));
  for (let start = 0; start < rows.length; start += 1000) {
    await tx.insert(changes).values(rows.slice(start, start + 1000));
  }
}

/** For so long a list is suspected of lagging behind when an authorization is gone that nobody here removed. */
const vanishedForMs = 86_400_000;

/** Does the last reading show what a change was to bring about? */
function fulfilment({ picture }: Situation): (row: ChangeRow) => boolean {
  const { observed } = picture;
  const seen = new Map<string, Authorization>();
  for (const auth of observed.authorizations) seen.set(`${auth.deviceId} ${auth.id}`, auth);
  const bound = new Map(observed.bindings.map((binding) => [keyOf(binding), binding.authId]));
  return (row) => {
    if (row.op === "remove") return row.authId !== null && !seen.has(`${row.deviceId} ${row.authId}`);
    const authId = bound.get(keyOf(row));
    const auth = authId && seen.get(`${row.deviceId} ${authId}`);
    return !!auth && !auth.busy && row.wish !== null && differences(auth, row.wish, row.kind).length === 0;
  };
}

/** Notes that the doors of these open, unseen changes were asked to sync. */
export async function noteSynced(context: SyncContext, deviceIds: readonly DeviceId[]): Promise<void> {
  if (deviceIds.length === 0) return;
  const at = new Date(context.now());
  await context.db
    .update(changes)
    .set({ syncedAt: at })
    .where(
      and(
        inArray(changes.deviceId, [...deviceIds]),
        eq(changes.inFlight, true),
        isNull(changes.closedAt),
        // A younger one may still show by itself: it gets its own sync if it does not.
        lte(changes.sentAt, new Date(context.now() - showsWithinMs)),
      ),
    );
}
