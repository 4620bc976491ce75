import "server-only";
import { asc, eq, getTableColumns, gt, inArray, or, sql } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import { type Database, getDatabase } from "@/lib/db/connection";
import { liveEvents, placements } from "@/lib/db/schema";
import { log } from "@/lib/log";
import { type Cursor, createCursor, type Marked, startWindow } from "./cursor";
import { listen } from "./listen";
import { liveChannel } from "./publish";

/** News as the process hears them, with the site that decides who is told. */
export type HeardNews = Pick<typeof liveEvents.$inferSelect, "id" | "topic" | "deviceId"> & {
  readonly siteId: SiteId | null;
};

export interface Subscriber {
  news(heard: readonly Marked<HeardNews>[]): void;
  /** Now and then, also when nothing happens. */
  beat(): void;
}

export interface Hub {
  subscribe(subscriber: Subscriber): () => void;
  /** What was published after `position` and can be seen now; null when that is too long ago to be told one by one. */
  since(position: number): Promise<HeardNews[] | null>;
  /** What was published just now, for whoever has a page that is a moment old. */
  recent(): Promise<HeardNews[]>;
  /** Up to here everything has been told. */
  position(): number;
  close(): Promise<void>;
}

export interface HubOptions {
  readonly beatMs?: number;
  /** A notification may get lost with its connection: so often the table is asked all the same. */
  readonly readEveryMs?: number;
}

const batch = 1_000;
const mostToCatchUp = 500;
const recentSeconds = 5;

/** One per process: listens once, reads each row once, and tells all streams. */
export async function createHub(database: Database, options: HubOptions = {}): Promise<Hub> {
  const { beatMs = 20_000, readEveryMs = 5_000 } = options;
  const { db } = database;
  const subscribers = new Set<Subscriber>();
  const cursor = await startCursor(database);
  let reading: Promise<void> | null = null;
  let again = false;
  let closed = false;

  const select = () =>
    db
      .select({ ...pick(getTableColumns(liveEvents)), siteId: placements.siteId })
      .from(liveEvents)
      .leftJoin(placements, eq(placements.deviceId, liveEvents.deviceId))
      .orderBy(asc(liveEvents.id));

  async function readNew(): Promise<void> {
    do {
      again = false;
      const { last, gaps } = cursor.wanted();
      const rows = await select()
        .where(or(gt(liveEvents.id, last), gaps.length > 0 ? inArray(liveEvents.id, [...gaps]) : undefined))
        .limit(batch);
      if (rows.length === batch) again = true;
      const marked = cursor.take(rows, Date.now());
      if (marked.length > 0) for (const subscriber of subscribers) subscriber.news(marked);
    } while (again && !closed);
  }

  // What comes while the table is being read is read in another round, so that one query serves a burst.
  function read(): void {
    again = true;
    if (closed) return;
    reading ??= readNew()
      .catch((error: unknown) => {
        if (!closed) log.warn({ err: error }, "live news could not be read");
      })
      .finally(() => {
        reading = null;
      });
  }

  const stopListening = await listen(database, liveChannel, read);
  // What came between the first look at the table and the listening.
  read();
  const reader = setInterval(() => subscribers.size > 0 && read(), readEveryMs);
  const beater = setInterval(() => {
    for (const subscriber of subscribers) subscriber.beat();
  }, beatMs);
  for (const timer of [reader, beater]) timer.unref();

  return {
    position: cursor.floor,
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    async since(position) {
      const [bounds] = await db
        .select({ first: sql<number | null>`min(${liveEvents.id})::float8`, last: lastNumber })
        .from(liveEvents);
      const first = bounds?.first ?? (bounds?.last ?? 0) + 1;
      if (position < first - 1 || position > (bounds?.last ?? 0)) return null;
      const rows = await select()
        .where(gt(liveEvents.id, position))
        .limit(mostToCatchUp + 1);
      return rows.length > mostToCatchUp ? null : rows;
    },
    recent: () =>
      select()
        .where(sql`${liveEvents.at} > now() - make_interval(secs => ${recentSeconds})`)
        .limit(mostToCatchUp),
    async close() {
      closed = true;
      clearInterval(reader);
      clearInterval(beater);
      await stopListening();
      await reading;
    },
  };
}

/** The last number given out, whether its row can be seen yet or not; the table alone would not tell after pruning. */
const lastNumber = sql<number>`(select case when is_called then last_value else 0 end::float8 from live_events_id_seq)`;

async function startCursor({ db }: Database): Promise<Cursor> {
  const result = await db.select({ last: lastNumber }).from(sql`(select 1) one`);
  const last = result[0]?.last ?? 0;
  const rows = await db
    .select({ id: liveEvents.id })
    .from(liveEvents)
    .where(gt(liveEvents.id, last - startWindow));
  return createCursor(
    Math.max(last, ...rows.map(({ id }) => id)),
    rows.map(({ id }) => id),
    Date.now(),
  );
}

function pick({ id, topic, deviceId }: ReturnType<typeof getTableColumns<typeof liveEvents>>) {
  return { id, topic, deviceId };
}

// Next loads a module once per bundle; the listener must be one.
const held = globalThis as typeof globalThis & {
  posternHub?: { database: Database; hub: Promise<Hub> };
};

/** The hub of this process, opened by the first stream. */
export function getHub(): Promise<Hub> {
  const database = getDatabase();
  if (held.posternHub?.database !== database) {
    const hub = createHub(database);
    held.posternHub = { database, hub };
    hub.catch(() => {
      held.posternHub = undefined;
    });
  }
  return held.posternHub?.hub ?? createHub(database);
}

/** Before the database is closed. */
export async function closeHub(): Promise<void> {
  const hub = await held.posternHub?.hub.catch(() => null);
  held.posternHub = undefined;
  await hub?.close();
}
