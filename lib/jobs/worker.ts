import "server-only";
import type { Instant, StaffId } from "@/lib/access/types";
import { getDb } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { log } from "@/lib/log";
import type { Account, SyncContext } from "@/lib/sync/context";
import { retryChanges } from "@/lib/sync/retry";
import { takeTurn } from "@/lib/sync/turn";
import type { Queue } from "./queue";

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
}

export interface Step {
  /** When there is something to do again, without a new job. */
  readonly nextAt: Instant;
  readonly busy: boolean;
}

const restMs = 400;
const importsAtOnce = 1;

/** The loop over queue and accounts. One step at a time; a step that throws is logged and tried again. */
export function createWorker(options: WorkerOptions): Worker {
  const dueAt = new Map<string, Instant>();
  let running: Promise<void> | null = null;
  let stopped = false;

  async function step(): Promise<Step> {
    const imported = await stepImports(options);
    const synced = await stepAccounts(options, dueAt);
    return { nextAt: synced.nextAt, busy: imported || synced.busy };
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      let busy = false;
      try {
        busy = (await step()).busy;
      } catch (error) {
        log.error({ err: error }, "the worker stumbled");
      }
      await new Promise((resolve) => setTimeout(resolve, busy ? 20 : restMs));
    }
  }

  return {
    step,
    start() {
      running ??= loop();
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

async function stepImports({ queue, runImport }: WorkerOptions): Promise<boolean> {
  const jobs = await queue.take("import", importsAtOnce);
  for (const job of jobs) {
    try {
      while (await runImport(job.data.importId)) {
        // Each round is a transaction of its own; a worker that dies goes on after the last one.
      }
      await queue.done("import", [job.id]);
    } catch (error) {
      log.error({ err: error, importId: job.data.importId }, "an import stumbled");
      await queue.failed("import", [job.id], error);
    }
  }
  return jobs.length > 0;
}

async function stepAccounts(options: WorkerOptions, dueAt: Map<string, Instant>): Promise<Step> {
  const { queue, connect, now } = options;
  const looks = await queue.take("sync", 200);
  const retries = await queue.take("retry", 50);
  const wanted = mergeScopes(looks.map((job) => job.data.staffIds));
  const changeIds = retries.flatMap((job) => job.data.changeIds);
  const asked = looks.length + retries.length > 0;
  const all = await getDb().select().from(accounts);
  let busy = asked;
  let heldElsewhere = false;
  for (const account of all) {
    if (!asked && (dueAt.get(account.id) ?? 0) > now()) continue;
    try {
      const context = connect(account);
      const retried = await retryChanges(context, changeIds);
      const turn = await takeTurn(context, wanted === "all" ? "all" : [...wanted, ...retried]);
      if (turn === null) heldElsewhere = true;
      dueAt.set(account.id, turn?.nextAt ?? now() + 2_000);
      busy ||= (turn?.calls ?? 0) > 0;
    } catch (error) {
      dueAt.set(account.id, now() + 5_000);
      await queue.failed("sync", looks.map(idOf), error);
      await queue.failed("retry", retries.map(idOf), error);
      throw error;
    }
  }
  if (heldElsewhere) {
    // Another worker is at it: the jobs come back, in case it had looked before they were written.
    const why = new Error("another worker has the account");
    await queue.failed("sync", looks.map(idOf), why);
    await queue.failed("retry", retries.map(idOf), why);
  } else {
    await queue.done("sync", looks.map(idOf));
    await queue.done("retry", retries.map(idOf));
  }
  const nextAt = Math.min(...all.map((account) => dueAt.get(account.id) ?? 0), now() + 60_000);
  return { nextAt, busy };
}

function idOf(job: { id: string }): string {
  return job.id;
}

function mergeScopes(scopes: readonly ("all" | string[])[]): StaffId[] | "all" {
  if (scopes.includes("all")) return "all";
  return [...new Set(scopes.flatMap((scope) => (scope === "all" ? [] : scope)))] as StaffId[];
}
