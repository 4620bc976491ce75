import "server-only";
import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { may, systemActor } from "@/lib/auth/actor";
import { findAdminActor } from "@/lib/auth/admins";
import { commitEdit } from "@/lib/changes/edit";
import { getDb, type Tx, transact } from "@/lib/db/connection";
import { rotations } from "@/lib/db/schema";
import type { RotationId } from "@/lib/db/tables/codes";
import type { AdminId } from "@/lib/db/tables/intent";
import type { Chore } from "@/lib/jobs/chores";
import { publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import { beginPlanned, markCancelled } from "./begin";
import { nameForTrail } from "./people";
import { completed } from "./progress";

/** Planned rotations begin within seconds of their time, and running ones end when the last door has shown it. */
export const rotationChores: readonly Chore[] = [
  {
    name: "rotations",
    everyMs: 5_000,
    atMostMs: 5 * 60_000,
    isDue: async () => {
      const now = new Date();
      return (await listDue(now)).length > 0 || (await listCompleted()).length > 0;
    },
    run: async () => {
      const now = new Date();
      await beginDueRotations(now);
      await finishRotations(now);
      return false;
    },
  },
];

/** Begins the planned rotations whose time has come, each in a transaction of its own. Tells how many it began. */
export async function beginDueRotations(now: Date): Promise<number> {
  let begun = 0;
  for (const { id, adminId } of await listDue(now)) {
    // One that cannot begin must not keep those after it from beginning.
    try {
      if (await beginOrCallOff(id, adminId, now)) begun += 1;
    } catch (error) {
      log.error({ err: error, rotationId: id }, "a planned rotation could not begin");
    }
  }
  return begun;
}

/** What is decided at a time reaches no further than who decided it does by then: not at all where they may not any more. */
async function beginOrCallOff(id: RotationId, adminId: AdminId, now: Date): Promise<boolean> {
  const planner = await transact((tx) => findAdminActor(tx, adminId));
  if (planner === null || !may(planner, "codes:rotate")) {
    await transact((tx) => callOff(tx, id, now));
    return false;
  }
  // Refused: another worker has begun it, or somebody called it off in the very moment.
  return (await commitEdit(systemActor(), beginPlanned(planner, id), null, now)).ok;
}

async function callOff(tx: Tx, id: RotationId, now: Date): Promise<void> {
  const row = await markCancelled(tx, id, now);
  if (!row) return;
  const detail = {
    name: await nameForTrail(tx, row.scope),
    startsAt: row.startsAt.toISOString(),
    why: "planner_may_not",
  };
  await record(tx, systemActor(), [{ type: "rotation.cancelled", subjectId: id, detail }], now);
  await publish(tx, [{ topic: "changes" }]);
}

/** Ends the rotations of which nothing is left to do, with a word in the trail. Tells how many. */
export async function finishRotations(now: Date): Promise<number> {
  const ids = await listCompleted();
  for (const id of ids) await transact((tx) => finish(tx, id, now));
  return ids.length;
}

async function finish(tx: Tx, id: RotationId, now: Date): Promise<void> {
  const [row] = await tx
    .update(rotations)
    .set({ finishedAt: now })
    .where(and(eq(rotations.id, id), isNull(rotations.finishedAt)))
    .returning();
  if (!row) return;
  const detail = { name: await nameForTrail(tx, row.scope) };
  await record(tx, systemActor(), [{ type: "rotation.finished", subjectId: id, detail }], now);
  await publish(tx, [{ topic: "changes" }]);
}

function listDue(now: Date) {
  return getDb()
    .select({ id: rotations.id, adminId: rotations.adminId })
    .from(rotations)
    .where(and(lte(rotations.startsAt, now), isNull(rotations.startedAt), isNull(rotations.cancelledAt)))
    .orderBy(asc(rotations.startsAt), asc(rotations.id));
}

async function listCompleted(): Promise<RotationId[]> {
  const db = getDb();
  // Mostly none is running, and then nothing more is asked.
  const running = await db.$count(
    rotations,
    sql`${rotations.startedAt} is not null and ${rotations.finishedAt} is null and ${rotations.cancelledAt} is null`,
  );
  if (running === 0) return [];
  const { rows } = await db.execute<{ id: RotationId }>(completed());
  return rows.map((row) => row.id);
}
