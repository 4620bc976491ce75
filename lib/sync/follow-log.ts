import { and, eq, isNull, lte, sql } from "drizzle-orm";
import type { DeviceId, Instant } from "@/lib/access/types";
import { type Db, getDb } from "@/lib/db/connection";
import { accounts, devices, installation } from "@/lib/db/schema";
import {
  type LogState,
  type LogWalk,
  logStateKey,
  logStateSchema,
  newLogState,
} from "@/lib/entries/log-state";
import type { Chore } from "@/lib/jobs/chores";
import { NukiError, PersonMustAct } from "@/lib/nuki/errors";
import type { Connector } from "./connector";
import type { Account, SyncContext } from "./context";
import {
  afterPage,
  beginRun,
  endNewest,
  historyOf,
  isLate,
  isNewestDue,
  type LogDevice,
  lateForMs,
  lateWalks,
  nextWalk,
  type Step,
  withHole,
} from "./log-walks";
import { keepEntries } from "./observe-entries";
import { devicesInOrder } from "./open-changes";

/** Pages of 50 rows in one run: of the newest entries, and of everything else. */
const pages = { newest: 10, others: 10 };

/**
 * Follows the logs of all accounts. Runs follow each other at once while doors that were offline or a gap are read; old
 * times take their time.
 */
export function entriesChore(connect: Connector): Chore {
  return {
    name: "entries",
    everyMs: 3_000,
    atMostMs: 300_000,
    isDue: () => hasLogToRead(getDb(), Date.now()),
    async run() {
      let more = false;
      for (const account of await getDb().select().from(accounts)) {
        const context = connect(account);
        try {
          const next = await followLog(context);
          if (next !== null && next.why !== "history") more = true;
        } catch (error) {
          // One account's rows must not keep the others' from being read.
          context.log.error({ err: error }, "the log of an account stumbled");
        }
      }
      return more;
    },
  };
}

/** Has an account something of its log to read? */
export async function hasLogToRead(db: Db, now: Instant): Promise<boolean> {
  for (const account of await db.select().from(accounts)) {
    // Rows of devices that are not known yet would be left out, so there is nothing to read.
    const [known] = await db
      .select({ id: devices.id })
      .from(devices)
      .where(eq(devices.accountId, account.id))
      .limit(1);
    if (!known) continue;
    const state = await loadState(db, account);
    if (isNewestDue(state, now) || nextWalk(state, now) !== null) return true;
  }
  return false;
}

/**
 * One run: the newest entries first, then some pages of what is still missing (the time before this installation, doors
 * that were offline). Where each walk stands is kept with every page, so a run that was killed goes on there. Returns
 * what it would go on with.
 */
export async function followLog(context: SyncContext): Promise<LogWalk | null> {
  const { db, account, log, now } = context;
  const known = await loadDevices(context);
  // Rows of devices that are not known yet would be left out.
  if (known.length === 0) return null;
  const before = await loadState(db, account);
  try {
    const state = isNewestDue(before, now()) ? await readNewest(context, before, known) : before;
    return await readOthers(context, state);
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    const problem = error.text ?? error.name;
    const state = await loadState(db, account);
    if (state.problem !== problem) log.warn({ err: error }, "the log cannot be read");
    await saveState(context, { ...state, problem });
    return null;
  }
}

async function readNewest(
  context: SyncContext,
  before: LogState,
  known: readonly LogDevice[],
): Promise<LogState> {
  const now = context.now();
  const { state, newest } = beginRun(before, now);
  await saveState(context, state);
  let rest: LogWalk | null = newest;
  let step: Step = { is: "on", walk: newest };
  for (let page = 0; page < pages.newest && step.is === "on"; page += 1) {
    step = await readPage(context, step.walk, "normal");
    rest = step.is === "on" ? step.walk : null;
  }
  let after = endNewest(state, newest, rest);
  if (step.is === "hole") after = noteHole(context, after, newest, step.why);
  after = { ...after, walks: [...after.walks, ...(await attend(context, before, after, known))] };
  await saveState(context, after);
  return after;
}

/** Notes how far each device's entries are here, and returns the walks for those that are behind. */
async function attend(
  { db, account, now }: SyncContext,
  before: LogState,
  after: LogState,
  known: readonly LogDevice[],
): Promise<LogWalk[]> {
  const seenTo = after.seenTo ?? now();
  const fresh = known.filter((device) => device.entriesSeenTo === null);
  const isIn = (some: readonly LogDevice[]) => devicesInOrder(some.map((device) => device.id));
  // One that is offline from the start will bring what happened since then.
  await db
    .update(devices)
    .set({
      entriesSeenTo: sql`coalesce(${devices.offlineSince}, ${new Date(seenTo).toISOString()}::timestamptz)`,
    })
    .where(and(isIn(fresh), isNull(devices.entriesSeenTo)));
  const onTime = known.filter((device) => device.reachableSince !== null && !isLate(device));
  await db
    .update(devices)
    .set({ entriesSeenTo: new Date(seenTo) })
    .where(
      and(
        eq(devices.accountId, account.id),
        isIn(onTime),
        lte(devices.reachableSince, devices.entriesSeenTo),
      ),
    );
  const histories = before.seenTo === null ? [] : fresh.map((device) => historyOf(device, seenTo));
  return [...histories, ...lateWalks(after, known, before.seenTo ?? seenTo, now())];
}

async function readOthers(context: SyncContext, begun: LogState): Promise<LogWalk | null> {
  let state = begun;
  for (let page = 0; page < pages.others; page += 1) {
    const current = nextWalk(state, context.now());
    if (!current) return null;
    const walk = { ...current, to: current.to ?? context.now() };
    const step = await readPage(context, walk, walk.why === "late" ? "normal" : "last");
    const others = state.walks.filter((item) => item !== current);
    if (step.is === "on") state = { ...state, walks: [step.walk, ...others] };
    else {
      state = { ...state, walks: others };
      if (step.is === "hole") state = noteHole(context, state, walk, step.why);
      await endWalk(context, walk);
    }
    await saveState(context, state);
  }
  return nextWalk(state, context.now());
}

async function readPage(context: SyncContext, walk: LogWalk, lane: "normal" | "last"): Promise<Step> {
  try {
    const rows = await context.nuki.reader.listLog({
      ...(walk.device === null ? {} : { deviceId: walk.device }),
      ...(walk.beforeId === null ? {} : { beforeId: walk.beforeId }),
      fromDate: walk.from,
      // Nuki compares whole seconds: the one in which the walk began is in.
      toDate: (walk.to ?? context.now()) + 999,
      lane,
    });
    const found = await keepEntries(context, rows, { quietly: walk.why === "history" });
    const ids = rows.map((row) => row.id);
    return afterPage(walk, ids, found.length);
  } catch (error) {
    if (!(error instanceof PersonMustAct)) throw error;
    // Of a row that Nuki has forgotten it cannot tell what is below: from the top again, rows that are here are no harm.
    if (walk.beforeId !== null && error.status === 400 && !walk.restarted)
      return { is: "on", walk: { ...walk, beforeId: null, restarted: true } };
    if (walk.device === null && walk.beforeId === null) throw error;
    return { is: "hole", why: "refused" };
  }
}

function noteHole(
  context: SyncContext,
  state: LogState,
  walk: LogWalk,
  why: "repeated_cursor" | "too_long" | "refused",
) {
  context.log.warn({ walk: walk.why, device: walk.device, why }, "entries may be missing");
  return withHole(state, walk, why, context.now());
}

/** Doors that had the time to bring everything have no older entries to come. */
async function endWalk({ db, log }: SyncContext, walk: LogWalk): Promise<void> {
  if (walk.why === "daily" && walk.found > 0) log.info({ rows: walk.found }, "entries came late");
  if (walk.completes.length === 0 || walk.to === null) return;
  const to = new Date(walk.to);
  await db
    .update(devices)
    .set({ entriesSeenTo: to })
    .where(
      and(
        devicesInOrder(walk.completes as DeviceId[]),
        lte(devices.entriesSeenTo, to),
        lte(devices.reachableSince, new Date(walk.to - lateForMs)),
      ),
    );
}

async function loadDevices({ db, account }: SyncContext): Promise<LogDevice[]> {
  const rows = await db
    .select({
      id: devices.id,
      nukiId: devices.nukiId,
      entriesSeenTo: devices.entriesSeenTo,
      reachableSince: devices.reachableSince,
    })
    .from(devices)
    .where(and(eq(devices.accountId, account.id), isNull(devices.missingSince)));
  return rows.map((row) => ({
    id: row.id as DeviceId,
    nukiId: row.nukiId,
    entriesSeenTo: row.entriesSeenTo?.getTime() ?? null,
    reachableSince: row.reachableSince?.getTime() ?? null,
  }));
}

async function loadState(db: Db, account: Pick<Account, "id">): Promise<LogState> {
  const [row] = await db
    .select({ value: installation.value })
    .from(installation)
    .where(eq(installation.key, logStateKey(account.id)));
  return row ? logStateSchema.parse(row.value) : newLogState;
}

async function saveState({ db, account }: SyncContext, value: LogState): Promise<void> {
  await db
    .insert(installation)
    .values({ key: logStateKey(account.id), value })
    .onConflictDoUpdate({ target: installation.key, set: { value } });
}
