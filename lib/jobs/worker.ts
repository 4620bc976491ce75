import "server-only";
import { setImmediate } from "node:timers/promises";
import type { DeviceId, Instant, StaffId } from "@/lib/access/types";
import { getDatabase, getDb } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { listen } from "@/lib/live/listen";
import { log } from "@/lib/log";
import type { Account, SyncContext } from "@/lib/sync/context";
import { freeLeases } from "@/lib/sync/lease";
import { askForLists, lookAtDevices, takeDueLooks } from "@/lib/sync/look-devices";
import type { Wake } from "@/lib/sync/observe-devices";
import { retryChanges } from "@/lib/sync/retry";
import { takeTurn } from "@/lib/sync/turn";
import { lookChannel, type Queue } from "./queue";

export interface WorkerOptions {
  readonly queue: Queue;
  /** The context for one account: its client, clock and chance. */
  readonly connect: (account: Account) => SyncContext;
  /** Goes on with an import; true when there is more to do. */
  readonly runImport: (importId: string) => Promise<boolean>;
  readonly now: () => Instant;
}

export interface Worker {
  start(): void;
  stop(): Promise<void>;
  /** One step: takes what is queued, gives every account that is due its turn. For tests and for `runUntilIdle`. */
  step(): Promise<Step>;
  /** Looks at the doors that somebody asked for or that are moving; false when there is none. For tests. */
  look(): Promise<boolean>;
}

export interface Step {
  /** When there is something to do again, without a new job. */
  readonly nextAt: Instant;
  readonly busy: boolean;
}

const restMs = 400;
/** Looks that are due by themselves; who asks for one calls besides. */
const looksEveryMs = 400;
const looksApartMs = 150;
const looksAtOnce = 200;
const heldElsewhereMs = 2_000;
const stumbledMs = 5_000;
const importsAtOnce = 1;
/** How long rows are written before the doors get a turn: whoever leaves does not wait for thousands of rows. */
const rowsForMs = 5_000;

interface WorkerState {
  readonly dueAt: Map<string, Instant>;
  /** Accounts of which this process has planned everything once. */
  readonly met: Set<string>;
}

/** The loop over queue and accounts. One step at a time; a step that throws is logged and tried again. */
export function createWorker(options: WorkerOptions): Worker {
  const state: WorkerState = { dueAt: new Map(), met: new Set() };
  let running: Promise<unknown> | null = null;
  let stopped = false;

  async function step(): Promise<Step> {
    const imported = await stepImports(options, () => stepAccounts(options, state));
    const synced = await stepAccounts(options, state);
    return { nextAt: synced.nextAt, busy: imported || synced.busy };
  }

  async function loop(): Promise<void> {
    let first = true;
    while (!stopped) {
      let busy = false;
      try {
        // The data folder is locked to this process, so whoever held a lease in it is dead.
        if (first && getDatabase().kind === "pglite") await freeLeases(getDb());
        first = false;
        busy = (await step()).busy;
      } catch (error) {
        log.error({ err: error }, "the worker stumbled");
      }
      await rest(busy ? 20 : restMs);
    }
  }

  /** Beside the turns: a door that somebody waits for does not wait for an import to be sent. */
  async function lookLoop(): Promise<void> {
    let isCalled = false;
    let endRest = () => {};
    const stopListening = await listen(getDatabase(), lookChannel, () => {
      isCalled = true;
      endRest();
    });
    while (!stopped) {
      isCalled = false;
      try {
        await takeLooks(options);
      } catch (error) {
        log.error({ err: error }, "the looks at doors stumbled");
      }
      // A door that flaps calls again and again: what comes within a moment is one look.
      await rest(looksApartMs);
      // Called meanwhile: what for may have come after the jobs were taken.
      if (isCalled) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, looksEveryMs);
        endRest = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await stopListening();
  }

  return {
    step,
    look: () => takeLooks(options),
    start() {
      running ??= Promise.all([loop(), lookLoop()]);
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

async function stepImports(
  { queue, runImport, now }: WorkerOptions,
  giveTurns: () => Promise<unknown>,
): Promise<boolean> {
  const jobs = await queue.take("import", importsAtOnce);
  for (const job of jobs) {
    try {
      let since = now();
      // Each round is a transaction of its own; a worker that dies goes on after the last one.
      while (await runImport(job.data.importId)) {
        // The embedded database never leaves the thread by itself: pages get their turn between two rounds.
        await setImmediate();
        if (now() - since < rowsForMs) continue;
        await giveTurns();
        since = now();
      }
      await queue.done("import", [job.id]);
    } catch (error) {
      log.error({ err: error, importId: job.data.importId }, "an import stumbled");
      await queue.failed("import", [job.id], error);
    }
  }
  return jobs.length > 0;
}

/**
 * All that was asked for meanwhile is one look per door. What goes wrong with Nuki is left to the poll; what goes wrong
 * here comes back with its job.
 */
async function takeLooks({ queue, connect, now }: WorkerOptions): Promise<boolean> {
  const db = getDb();
  const jobs = await queue.take("look", looksAtOnce);
  try {
    const due = await takeDueLooks(db, new Date(now()));
    const asked = jobs.flatMap((job) => job.data.deviceIds) as DeviceId[];
    const ids = [...new Set([...due, ...asked])];
    const wake: Wake = (tx, staffIds) => queue.enqueue(tx, "sync", { staffIds: [...staffIds] });
    const lists = jobs.flatMap((job) => job.data.lists ?? []) as DeviceId[];
    await askForLists(db, [...new Set(lists)], new Date(now()), wake);
    if (ids.length > 0) {
      const all = await db.select().from(accounts);
      await Promise.all(all.map((account) => lookAtDevices(connect(account), ids, wake)));
    }
    await queue.done("look", jobs.map(idOf));
    return jobs.length > 0 || due.length > 0;
  } catch (error) {
    await queue.failed("look", jobs.map(idOf), error);
    throw error;
  }
}

async function stepAccounts(options: WorkerOptions, state: WorkerState): Promise<Step> {
  const { queue, connect, now } = options;
  const { dueAt } = state;
  const looks = await queue.take("sync", 200);
  const retries = await queue.take("retry", 50);
  const asked = mergeScopes(looks.map((job) => job.data.staffIds));
  const changeIds = retries.flatMap((job) => job.data.changeIds);
  const isAsked = looks.length + retries.length > 0;
  const all = await getDb().select().from(accounts);
  let busy = isAsked;
  let failure: unknown = null;
  for (const account of all) {
    const isNew = !state.met.has(account.id);
    if (!isAsked && !isNew && (dueAt.get(account.id) ?? 0) > now()) continue;
    try {
      const context = connect(account);
      const retried = await retryChanges(context, changeIds);
      // A process before this one may have died between reading and planning: its jobs are not back yet.
      const wanted = isNew || asked === "all" ? "all" : [...asked, ...retried];
      const turn = await takeTurn(context, wanted);
      dueAt.set(account.id, turn?.nextAt ?? now() + heldElsewhereMs);
      if (turn) state.met.add(account.id);
      // Another worker is at it: the jobs come back, in case it had looked before they were written.
      else failure ??= new Error("another worker has the account");
      busy ||= (turn?.calls ?? 0) > 0;
    } catch (error) {
      log.error({ err: error, account: account.name }, "the turn of an account stumbled");
      dueAt.set(account.id, now() + stumbledMs);
      failure ??= error;
    }
  }
  if (failure) {
    await queue.failed("sync", looks.map(idOf), failure);
    await queue.failed("retry", retries.map(idOf), failure);
  } else {
    await queue.done("sync", looks.map(idOf));
    await queue.done("retry", retries.map(idOf));
  }
  const nextAt = Math.min(...all.map((account) => dueAt.get(account.id) ?? 0), now() + 60_000);
  return { nextAt, busy };
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function idOf(job: { id: string }): string {
  return job.id;
}

function mergeScopes(scopes: readonly ("all" | string[])[]): StaffId[] | "all" {
  if (scopes.includes("all")) return "all";
  return [...new Set(scopes.flatMap((scope) => (scope === "all" ? [] : scope)))] as StaffId[];
}
