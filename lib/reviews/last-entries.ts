import "server-only";
import { setImmediate as pause } from "node:timers/promises";
import { and, desc, eq, isNotNull, ne, sql } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { arrayOf } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { entries } from "@/lib/db/schema";
import { type Pair, pairOf } from "./gather";

/** So many pairs are looked up before others get their turn on the embedded database. */
const atOnce = 200;

/** When each of these people last got in at that door, by the door log: one step into the index for each. */
export async function lastEntries(pairs: readonly Pair[]): Promise<Map<string, Date>> {
  const last = getDb()
    .select({ at: entries.occurredAt })
    .from(entries)
    .where(
      and(
        sql`${entries.staffId} = pair.staff_id and ${entries.deviceId} = pair.device_id`,
        isNotNull(entries.authId),
        eq(entries.state, 0),
        ne(entries.trigger, 253),
      ),
    )
    .orderBy(desc(entries.occurredAt), desc(entries.id))
    .limit(1)
    .as("last");
  const latest = new Map<string, Date>();
  for (let start = 0; start < pairs.length; start += atOnce) {
    const some = pairs.slice(start, start + atOnce);
    const [people, doors] = [
      arrayOf(some.map((one) => one.staffId)),
      arrayOf(some.map((one) => one.deviceId)),
    ];
    const rows = await getDb()
      .select({
        staffId: sql<StaffId>`pair.staff_id`,
        deviceId: sql<DeviceId>`pair.device_id`,
        at: last.at,
      })
      .from(sql`unnest(${people}, ${doors}) as pair(staff_id, device_id)`)
      .innerJoinLateral(last, sql`true`);
    for (const row of rows) latest.set(pairOf(row), row.at);
    await pause();
  }
  return latest;
}
