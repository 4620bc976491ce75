import "server-only";
import { sql } from "drizzle-orm";
import { fromDrizzle, fromPglite, PgBoss } from "pg-boss";
import { z } from "zod";
import type { Database, Tx } from "@/lib/db/connection";
import { log } from "@/lib/log";

/**
 * The durable queue. A job names where to look, never what to do: what to do is computed when it runs, so running it
 * late or twice is harmless.
 */
export const jobs = {
  /** Look at these people's credentials (or everybody's) and bring Nuki to what the rules say. */
  sync: z.object({ staffIds: z.union([z.literal("all"), z.array(z.string())]) }),
  /** A person asked to try these changes again. */
  retry: z.object({ changeIds: z.array(z.string()) }),
  /** Go on with a staff import that was confirmed. */
  import: z.object({ importId: z.string() }),
  /** Something of these devices may have moved: read them soon. Of those in `lists`, what is written to them. */
  look: z.object({ deviceIds: z.array(z.string()), lists: z.array(z.string()).optional() }),
} as const;

/** On it the database tells that there is a door to look at. */
export const lookChannel = "postern_look";

export type JobName = keyof typeof jobs;
export type JobData<Name extends JobName> = z.output<(typeof jobs)[Name]>;

export interface Job<Name extends JobName> {
  readonly id: string;
  readonly data: JobData<Name>;
}

export interface Queue {
  /** Within the transaction that makes the job necessary: both happen, or neither. With `afterMs`, not before so long. */
  enqueue<Name extends JobName>(tx: Tx, name: Name, data: JobData<Name>, afterMs?: number): Promise<void>;
  take<Name extends JobName>(name: Name, most: number): Promise<Job<Name>[]>;
  done(name: JobName, ids: readonly string[]): Promise<void>;
  /** Back into the queue, to be tried again later with growing pauses. */
  failed(name: JobName, ids: readonly string[], error: unknown): Promise<void>;
  close(): Promise<void>;
}

const held = globalThis as typeof globalThis & { posternQueue?: Queue };

export function setQueue(queue: Queue): void {
  held.posternQueue = queue;
}

export function getQueue(): Queue {
  if (!held.posternQueue) throw new Error("the queue is not open yet");
  return held.posternQueue;
}

export async function openQueue(database: Database, url?: string): Promise<Queue> {
  const boss = new PgBoss({
    ...(database.kind === "pg"
      ? { connectionString: url }
      : { db: fromPglite(database.raw), backend: "pglite" as const }),
    schema: "boss",
    schedule: false,
  });
  // Without a listener an error of its maintenance would end the process.
  boss.on("error", (error) => log.error({ err: error }, "queue error"));
  await boss.start();
  for (const name of Object.keys(jobs)) {
    await boss.createQueue(name, {
      retryLimit: 50,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 300,
      // A worker that was killed gives its jobs back after this time.
      expireInSeconds: 120,
    });
  }
  return {
    async enqueue(tx, name, data, afterMs = 0) {
      const later = afterMs > 0 ? { startAfter: Math.ceil(afterMs / 1000) } : {};
      await boss.send(name, data, { db: fromDrizzle(tx, sql), ...later });
      // Somebody may be standing at the door: the process that looks is called, whichever it is.
      if (name === "look" && afterMs === 0) await tx.execute(sql`select pg_notify(${lookChannel}, '')`);
    },
    async take(name, most) {
      const found = await boss.fetch(name, { batchSize: most });
      return found.map((job) => ({ id: job.id, data: parseJob(name, job.data) }));
    },
    async done(name, ids) {
      if (ids.length > 0) await boss.complete(name, [...ids]);
    },
    async failed(name, ids, error) {
      const message = error instanceof Error ? error.message : String(error);
      if (ids.length > 0) await boss.fail(name, [...ids], { message });
    },
    async close() {
      await boss.stop({ graceful: false });
    },
  };
}

function parseJob<Name extends JobName>(name: Name, data: unknown): JobData<Name> {
  return jobs[name].parse(data) as JobData<Name>;
}
