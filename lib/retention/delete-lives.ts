import "server-only";
import { and, asc, inArray, lt, not, or, type SQL, sql } from "drizzle-orm";
import { lockTrail, record } from "@/lib/audit/record";
import { systemActor } from "@/lib/auth/actor";
import { type Db, getDb, type Tx, transact } from "@/lib/db/connection";
import { authorizationLives, credentialLives, placements } from "@/lib/db/schema";
import { borderOf } from "./borders";
import { mostAtOnce, mostCounted } from "./delete-entries";
import { getHoldsInForce, type HoldsInForce } from "./holds";
import { proveRows } from "./proof";
import { getRetentionSettings } from "./settings";

const tables = { authorizations: authorizationLives, credentials: credentialLives } as const;
export type Lives = keyof typeof tables;

/**
 * Deletes the oldest lives of authorizations and credentials that ended longer ago than the history of access is kept, with
 * an event that proves what went. What has not ended stays, however old it is. Tells if there are more.
 */
export async function deleteOldLives(now: Date, most = mostAtOnce): Promise<boolean> {
  let more = false;
  for (const what of Object.keys(tables) as Lives[]) {
    if (await hasOld(what, now)) {
      const deleted = await transact((tx) => deleteLives(tx, what, { now, most }));
      more ||= deleted === most;
    }
    await new Promise((next) => setImmediate(next));
  }
  return more;
}

async function hasOld(what: Lives, now: Date): Promise<boolean> {
  const table = tables[what];
  const before = await findBorder(getDb(), now);
  const [old] = await getDb().select({ id: table.id }).from(table).where(isOld(what, before)).limit(1);
  return old !== undefined;
}

async function findBorder(db: Db | Tx, now: Date): Promise<Date> {
  const border = borderOf(now.getTime(), (await getRetentionSettings(db)).pastDays, "UTC");
  if (border === null) throw new Error("the history of access always has an end");
  return new Date(border);
}

export function isOld(what: Lives, before: Date): SQL {
  return lt(tables[what].untilAt, before);
}

async function deleteLives(tx: Tx, what: Lives, { now, most }: { now: Date; most: number }): Promise<number> {
  // Whoever places a hold or writes other days waits for this lock, too: what is read now holds until the end.
  await lockTrail(tx);
  const holds = await getHoldsInForce(tx);
  if (holds.everything !== null) return 0;
  const table = tables[what];
  const before = await findBorder(tx, now);
  const held = heldOf(tx, what, holds);
  const oldest = tx
    .select({ id: table.id })
    .from(table)
    .where(and(isOld(what, before), held && not(held)))
    .orderBy(asc(table.untilAt), asc(table.id))
    .limit(most);
  const gone: { id: number; untilAt: Date | null }[] = await tx
    .delete(table)
    .where(inArray(table.id, oldest))
    .returning();
  if (gone.length === 0) return 0;
  const times = gone.flatMap(({ untilAt }) => (untilAt ? [untilAt.getTime()] : [])).sort((a, b) => a - b);
  const isoOf = (time = 0) => new Date(time).toISOString();
  const detail = {
    ...{ what, count: gone.length, before: before.toISOString() },
    ...{ oldest: isoOf(times[0]), newest: isoOf(times.at(-1)) },
    ...proveRows(gone),
    heldBack: held ? await countHeld(tx, what, and(isOld(what, before), held)) : 0,
  };
  await record(tx, systemActor(), [{ type: "past.deleted", detail }], now);
  return gone.length;
}

/** Is the life of a person, or at a door, that is held? Undefined: nothing is. */
function heldOf(tx: Tx, what: Lives, { sites, people }: HoldsInForce): SQL | undefined {
  const { staffId, deviceId } = tables[what];
  const doors = tx
    .select({ id: placements.deviceId })
    .from(placements)
    .where(inArray(placements.siteId, [...sites.keys()]));
  return or(
    people.size > 0 ? sql`coalesce(${inArray(staffId, [...people.keys()])}, false)` : undefined,
    sites.size > 0 ? inArray(deviceId, doors) : undefined,
  );
}

async function countHeld(tx: Tx, what: Lives, where: SQL | undefined): Promise<number> {
  const table = tables[what];
  const some = tx.select({ id: table.id }).from(table).where(where).limit(mostCounted).as("some");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}
