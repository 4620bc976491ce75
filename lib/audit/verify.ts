import "server-only";
import { asc, desc, gt } from "drizzle-orm";
import type { Db } from "@/lib/db/connection";
import { auditCuts, auditEvents } from "@/lib/db/schema";
import { hashOf } from "./record";

export interface TrailCheck {
  /** Events that are there, and hold together up to `broken`. */
  readonly count: number;
  /** The newest one: whoever keeps its hash elsewhere can prove later that nothing before it was rewritten. */
  readonly head: { readonly id: number; readonly at: Date; readonly hash: string } | null;
  /** The first event that is not what was written, or does not follow from the one before. */
  readonly broken: { readonly id: number; readonly at: Date } | null;
  /** Does the trail hold the hash that was asked for? Null: none was. */
  readonly hasAnchor: boolean | null;
}

type Event = typeof auditEvents.$inferSelect;
type Cut = typeof auditCuts.$inferSelect;

const page = 1000;

/** Computes each event's hash anew, from the oldest to the newest. `anchor`: the hash of an event, kept elsewhere. */
export async function verifyTrail(db: Db, anchor: string | null = null): Promise<TrailCheck> {
  const cut = await readCut(db);
  const check = await walk(db, cut, anchor);
  // Retention may have cut the trail between two readings.
  if (check.broken && (await readCut(db))?.lastId !== cut?.lastId) return verifyTrail(db, anchor);
  return check;
}

async function walk(db: Db, cut: Cut | undefined, anchor: string | null): Promise<TrailCheck> {
  let previousHash = cut?.hash ?? "";
  let hasAnchor = anchor === null ? null : previousHash === anchor;
  let count = 0;
  let head: TrailCheck["head"] = null;
  let first: TrailCheck["broken"] = null;
  // What was cut off is believed only if the trail itself tells of it.
  let isCutTold = cut === undefined;
  for (let after = cut?.lastId ?? 0; ; after = head.id) {
    const rows = await db
      .select()
      .from(auditEvents)
      .where(gt(auditEvents.id, after))
      .orderBy(asc(auditEvents.id))
      .limit(page);
    for (const row of rows) {
      if (row.previousHash !== previousHash || hashOf(row) !== row.hash)
        return { count, head, broken: { id: row.id, at: row.at }, hasAnchor };
      previousHash = row.hash;
      if (row.hash === anchor) hasAnchor = true;
      if (cut && tellsOf(row, cut)) isCutTold = true;
      first ??= { id: row.id, at: row.at };
      head = { id: row.id, at: row.at, hash: row.hash };
      count += 1;
    }
    if (rows.length < page || head === null) {
      if (isCutTold) return { count, head, broken: null, hasAnchor };
      // The first event that is left follows from nothing that is proven.
      const broken = first ?? { id: (cut?.lastId ?? 0) + 1, at: cut?.at ?? new Date(0) };
      return { count: 0, head: null, broken, hasAnchor };
    }
    // The embedded database never leaves the thread: others may want to be answered meanwhile.
    await new Promise((next) => setImmediate(next));
  }
}

/** Is this the event that was recorded with the cut? Those of earlier releases name neither the event nor its hash. */
function tellsOf({ type, at, detail }: Event, cut: Cut): boolean {
  const { count, lastId = cut.lastId, lastHash = cut.hash } = detail;
  const isSame = count === cut.count && lastId === cut.lastId && lastHash === cut.hash;
  return type === "audit.cut" && at.getTime() === cut.at.getTime() && isSame;
}

async function readCut(db: Db): Promise<Cut | undefined> {
  const [cut] = await db.select().from(auditCuts).orderBy(desc(auditCuts.lastId)).limit(1);
  return cut;
}
