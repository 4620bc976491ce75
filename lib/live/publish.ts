import { sql } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import type { Tx } from "@/lib/db/connection";
import { type LiveTopic, liveEvents } from "@/lib/db/schema";

/** The channel on which PostgreSQL (and the embedded one) tells every instance that there is news. */
export const liveChannel = "postern_live";

export interface LiveNews {
  readonly topic: LiveTopic;
  /** Only who may see this device's site hears of it; without one, everybody. */
  readonly deviceId?: DeviceId | null;
}

/** Says that something changed, in the transaction that changes it: nobody hears of what was rolled back. */
export async function publish(tx: Tx, news: readonly LiveNews[]): Promise<void> {
  if (news.length === 0) return;
  const seen = new Map(news.map((item) => [`${item.topic} ${item.deviceId ?? ""}`, item]));
  const rows = [...seen.values()].map(({ topic, deviceId }) => ({ topic, deviceId: deviceId ?? null }));
  await tx.insert(liveEvents).values(rows);
  await tx.execute(sql`select pg_notify(${liveChannel}, '')`);
}
