import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Db, getDatabase } from "@/lib/db/connection";
import { installation } from "@/lib/db/schema";
import { listen } from "@/lib/live/listen";
import { log } from "@/lib/log";

/** Something that is to be done again and again, beside the turns of the doors. */
export interface Chore {
  readonly name: string;
  /** The pause after a run. */
  readonly everyMs: number;
  /** One run is over after this time, or counts as dead: another process may begin. */
  readonly atMostMs: number;
  /** A notification on this channel of the database ends the pause. */
  readonly channel?: string;
  /** Asked first by chores that mostly have nothing to do: a lease that is written every second would wear the disk. */
  isDue?(): Promise<boolean>;
  /** True: there is more to do at once. Must bear being repeated, since a process may die in the middle. */
  run(): Promise<boolean>;
}

export interface Chores {
  start(): void;
  stop(): Promise<void>;
}

/** Runs each chore in a loop of its own, in one process at a time however many there are. */
export function createChores(db: Db, chores: readonly Chore[]): Chores {
  const owner = randomUUID();
  const stopping = new AbortController();
  let loops: Promise<void>[] = [];

  async function loop(chore: Chore): Promise<void> {
    let isCalled = false;
    let endRest = () => {};
    const stopListening = await hear(chore.channel, () => {
      isCalled = true;
      endRest();
    });
    while (!stopping.signal.aborted) {
      let more = false;
      isCalled = false;
      try {
        const isDue = (await chore.isDue?.()) ?? true;
        more = isDue && (await withChoreLease(db, chore, owner, () => chore.run()));
      } catch (error) {
        log.error({ err: error, chore: chore.name }, "a chore stumbled");
      }
      // Called while it ran: what for may have come after it had looked.
      const pauseMs = more || isCalled ? 0 : chore.everyMs;
      await rest(pauseMs, stopping.signal, (end) => {
        endRest = end;
      });
    }
    await stopListening();
  }

  return {
    start() {
      loops = chores.map(loop);
    },
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function hear(channel: string | undefined, onCall: () => void): Promise<() => Promise<void>> {
  return channel === undefined ? async () => {} : listen(getDatabase(), channel, onCall);
}

/** Runs `work` unless another process is at the same chore; then false. */
async function withChoreLease(
  db: Db,
  chore: Chore,
  owner: string,
  work: () => Promise<boolean>,
): Promise<boolean> {
  const key = `chore:${chore.name}`;
  const now = Date.now();
  const value = { owner, until: now + chore.atMostMs };
  const taken = await db
    .insert(installation)
    .values({ key, value })
    .onConflictDoUpdate({
      target: installation.key,
      set: { value },
      setWhere: sql`(${installation.value} ->> 'until')::bigint < ${now} or ${installation.value} ->> 'owner' = ${owner}`,
    })
    .returning({ key: installation.key });
  if (taken.length === 0) return false;
  try {
    return await work();
  } finally {
    await db
      .update(installation)
      .set({ value: { owner, until: 0 } })
      .where(sql`${installation.key} = ${key} and ${installation.value} ->> 'owner' = ${owner}`);
  }
}

function rest(ms: number, signal: AbortSignal, handOut: (end: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    handOut(end);
  });
}
