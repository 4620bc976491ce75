import { and, eq, isNull, lte } from "drizzle-orm";
import type { DeviceId, Instant } from "@/lib/access/types";
import { type Db, getDb } from "@/lib/db/connection";
import { accounts, devices, placements } from "@/lib/db/schema";
import type { LogState, LogWalk } from "@/lib/entries/log-state";
import type { Chore } from "@/lib/jobs/chores";
import { NukiAnswerError, NukiError } from "@/lib/nuki/errors";
import type { Connector } from "./connector";
import type { SyncContext } from "./context";
import { type Kept, keptFromAt, loadKept } from "./kept-from";
import { fillHoles, noteHole, openHoles } from "./log-holes";
import { afterPage, afterRefusal, type Step } from "./log-pages";
import { loadDepth, loadState, moveOldHoles, saveDepth, saveState } from "./log-store";
import {
  beginRun,
  endNewest,
  holeWalks,
  isLate,
  isNewestDue,
  type LogDevice,
  lateForMs,
  lateWalks,
  nextWalk,
  planHistory,
} from "./log-walks";
import { keepEntries } from "./observe-entries";
import { devicesInOrder } from "./open-changes";

/** Pages of 50 rows in one run: of the newest entries, of old times, and of everything else. */
const pages = { newest: 10, history: 20, others: 10 };

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
  const run = await loadRun(context);
  // Rows of devices that are not known yet would be left out.
  if (run.known.length === 0) return null;
  const before = await planPast(run, await moveOldHoles(context, await loadState(db, account)));
  try {
    const state = isNewestDue(before, now()) ? await readNewest(run, before) : before;
    return await readOthers(run, state);
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    const problem = error.text ?? error.name;
    const state = await loadState(db, account);
    if (state.problem !== problem) log.warn({ err: error }, "the log cannot be read");
    await saveState(db, account, { ...state, problem });
    return null;
  }
}

/** What does not change in the course of a run. */
interface Run {
  readonly context: SyncContext;
  readonly kept: Kept;
  readonly known: readonly LogDevice[];
}

async function loadRun(context: SyncContext): Promise<Run> {
  const kept = await loadKept(context.db, context.now());
  return { context, kept, known: await loadDevices(context, kept) };
}

/**
 * Adds the walks into the past for those that are behind or new. Each run asks: a row that is older than the borders of
 * its run is dropped, and is read again only where it is noted that they were there.
 */
async function planPast({ context, known }: Run, state: LogState): Promise<LogState> {
  const { db, account, now } = context;
  const depth = await loadDepth(db, account);
  const past = planHistory(depth, known, now());
  if (past.depth === depth) return state;
  const isBegun = past.walks.length > 0 && (state.history === null || state.history.doneAt !== null);
  const after = {
    ...state,
    history: isBegun ? { entries: 0, oldest: null, doneAt: null } : state.history,
    walks: [...state.walks, ...past.walks],
  };
  await db.transaction(async (tx) => {
    await saveState(tx, account, after);
    await saveDepth(tx, account, past.depth);
  });
  return after;
}

async function readNewest(run: Run, before: LogState): Promise<LogState> {
  const { db, account, now } = run.context;
  const { state, newest } = beginRun(before, now());
  await saveState(db, account, state);
  let step: Step = { is: "on", walk: newest };
  for (let page = 0; page < pages.newest && step.is === "on"; page += 1)
    step = await readPage(run, step.walk, "normal");
  if (step.is !== "on") await endWalk(run, newest, step);
  const after = endNewest(state, newest, step.is === "on" ? step.walk : null);
  const isSwept = state.sweptAt !== before.sweptAt;
  return attend(run, before, {
    ...after,
    walks: [...after.walks, ...(isSwept ? await holesAgain(run, after.walks) : [])],
  });
}

/** What could not be read is tried once more. */
async function holesAgain(
  { context: { db, account, now }, known }: Run,
  waiting: readonly LogWalk[],
): Promise<LogWalk[]> {
  const holes = await openHoles(db, account.id, new Set(known.map((device) => device.nukiId)));
  return holeWalks(holes, waiting, now());
}

/** Notes how far each device's entries are here, and adds the walks for those that are late. */
async function attend({ context, known }: Run, before: LogState, read: LogState): Promise<LogState> {
  const { db, account, now } = context;
  const seenTo = read.seenTo ?? now();
  await noteSeen(context, known, seenTo);
  const late = lateWalks(read, known, before.seenTo ?? seenTo, now());
  const after = { ...read, walks: [...read.walks, ...late] };
  await saveState(db, account, after);
  return after;
}

async function noteSeen(
  { db, account }: SyncContext,
  known: readonly LogDevice[],
  seenTo: Instant,
): Promise<void> {
  const isIn = (some: readonly LogDevice[]) => devicesInOrder(some.map((device) => device.id));
  const fresh = known.filter((device) => device.entriesSeenTo === null);
  const away = fresh.filter((device) => device.reachableSince === null);
  // One that is offline from the start went so at nobody knows what time: when it is back all of its past is read again.
  const from = Math.min(...away.map((device) => device.keptFrom ?? 0));
  for (const [some, to] of [
    [away, from],
    [fresh.filter((device) => !away.includes(device)), seenTo],
  ] as const)
    if (some.length > 0)
      await db
        .update(devices)
        .set({ entriesSeenTo: new Date(to) })
        .where(and(isIn(some), isNull(devices.entriesSeenTo)));
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
}

async function readOthers(run: Run, begun: LogState): Promise<LogWalk | null> {
  const { db, account, now } = run.context;
  let state = begun;
  for (let page = 0; ; page += 1) {
    const current = nextWalk(state, now());
    if (!current) return null;
    // Where Nuki is asked slowly, old times must not keep the newest from being read.
    const isEnough = page >= (current.why === "history" ? pages.history : pages.others);
    if (isEnough || isNewestDue(state, now())) return current;
    const walk = { ...current, to: current.to ?? now() };
    const step = await readPage(run, walk, walk.why === "late" ? "normal" : "last");
    if (step.is !== "on") await endWalk(run, walk, step);
    const others = state.walks.filter((item) => item !== current);
    state = withProgress(
      { ...state, walks: step.is === "on" ? [step.walk, ...others] : others },
      walk,
      step,
      now(),
    );
    await saveState(db, account, state);
  }
}

async function readPage(run: Run, walk: LogWalk, lane: "normal" | "last"): Promise<Step> {
  const { context, kept } = run;
  try {
    const rows = await context.nuki.reader.listLog({
      ...(walk.device === null ? {} : { deviceId: walk.device }),
      ...(walk.beforeId === null ? {} : { beforeId: walk.beforeId }),
      ...(walk.from === null ? {} : { fromDate: walk.from }),
      // Nuki compares whole seconds: the one in which the walk began is in.
      toDate: (walk.to ?? context.now()) + 999,
      lane,
    });
    const found = await keepEntries(context, rows, { quietly: walk.why === "history", kept });
    return afterPage(walk, rows, found.length);
  } catch (error) {
    // Everything else goes away by itself, and then it goes on here.
    if (!(error instanceof NukiError) || error.nextStep !== "act") throw error;
    if (walk.beforeId !== null && error.status === 400) return afterRefusal(walk);
    // When all of the log is refused that is told as such, and it is read when it can be; one page is a hole.
    const isPage = walk.beforeId !== null && error instanceof NukiAnswerError;
    if (walk.device === null && !isPage) throw error;
    return { is: "hole", why: "refused" };
  }
}

/** How far the past is here, for who waits for it. */
function withProgress(state: LogState, walk: LogWalk, step: Step, now: Instant): LogState {
  const { history } = state;
  if (walk.why !== "history" || history === null) return state;
  const isGoingOn = state.walks.some((item) => item.why === "history");
  const read = step.is === "on" ? step.walk : walk;
  return {
    ...state,
    history: {
      entries: history.entries + read.found - walk.found,
      oldest: earliest(history.oldest, read.reached),
      doneAt: isGoingOn ? null : now,
    },
  };
}

function earliest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** It has read everything, or never will. The hole is noted before the walk is gone: killed in between, it is found again. */
async function endWalk({ context }: Run, walk: LogWalk, step: Exclude<Step, { is: "on" }>): Promise<void> {
  const { db, account, log, now } = context;
  if (step.is === "hole") {
    log.warn({ walk: walk.why, device: walk.device, why: step.why }, "entries may be missing");
    const { device, from, to } = walk;
    await noteHole(db, account.id, { device, from: from ?? 0, to: to ?? now(), why: step.why, at: now() });
  } else await fillHoles(db, account.id, walk, now());
  await noteComplete(context, walk);
}

/** Doors that had the time to bring everything have no older entries to come. */
async function noteComplete({ db, log }: SyncContext, walk: LogWalk): Promise<void> {
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

async function loadDevices({ db, account }: SyncContext, kept: Kept): Promise<LogDevice[]> {
  const rows = await db
    .select({
      id: devices.id,
      nukiId: devices.nukiId,
      entriesSeenTo: devices.entriesSeenTo,
      reachableSince: devices.reachableSince,
      siteId: placements.siteId,
    })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(and(eq(devices.accountId, account.id), isNull(devices.missingSince)));
  return rows.map((row) => ({
    id: row.id as DeviceId,
    nukiId: row.nukiId,
    keptFrom: keptFromAt(kept, row.siteId),
    entriesSeenTo: row.entriesSeenTo?.getTime() ?? null,
    reachableSince: row.reachableSince?.getTime() ?? null,
  }));
}
