import "server-only";
import type { PGlite } from "@electric-sql/pglite";
import type { Pool } from "pg";
import type { Database } from "@/lib/db/connection";
import { log } from "@/lib/log";

const pauseMs = { first: 200, longest: 10_000 };

/**
 * Calls `onNews` whenever somebody notifies `channel`, in this process or in another one. A server that goes away is
 * connected to again, and `onNews` is called then too, since nobody knows what was said meanwhile.
 */
export async function listen(
  database: Database,
  channel: string,
  onNews: () => void,
): Promise<() => Promise<void>> {
  return database.kind === "pg"
    ? listenPostgres(database.raw, channel, onNews)
    : listenEmbedded(database.raw, channel, onNews);
}

async function listenEmbedded(raw: PGlite, channel: string, onNews: () => void) {
  const stop = await raw.listen(channel, () => onNews());
  return async () => {
    // Closing a database ends its listeners as well, and it may have come first.
    if (!raw.closed) await stop();
  };
}

/** On a connection of its own: one from the pool would be handed to queries, and might be closed when idle. */
async function listenPostgres(pool: Pool, channel: string, onNews: () => void) {
  const { default: pg } = await import("pg");
  let closed = false;
  let pause = pauseMs.first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let client: InstanceType<typeof pg.Client> | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...pool.options, keepAlive: true });
    client = next;
    let isLost = false;
    const lose = (error?: unknown) => {
      if (isLost) return;
      isLost = true;
      next.end().catch(() => {});
      if (closed) return;
      log.warn({ err: error, channel }, "no longer listening to the database; trying again");
      timer = setTimeout(connect, pause);
      pause = Math.min(pause * 2, pauseMs.longest);
    };
    next.on("error", lose);
    next.on("end", () => lose());
    next.on("notification", () => onNews());
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      pause = pauseMs.first;
      onNews();
    } catch (error) {
      lose(error);
    }
  }

  await connect();
  return async () => {
    closed = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}
