import "server-only";
import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, makeActor, systemActor } from "@/lib/auth/actor";
import { commitEdit } from "@/lib/changes/edit";
import { getDb, type Tx, transact } from "@/lib/db/connection";
import { adminSites, admins, rotations } from "@/lib/db/schema";
import type { RotationId } from "@/lib/db/tables/codes";
import type { Chore } from "@/lib/jobs/chores";
import { publish } from "@/lib/live/publish";
import { beginPlanned } from "./begin";
import { nameOfScope } from "./people";
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
    const planner = await plannerOf(adminId);
    const result = await commitEdit(systemActor(), beginPlanned(planner, id), null, now);
    // Refused: another worker has begun it, or somebody called it off in the very moment.
    if (result.ok) begun += 1;
  }
  return begun;
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
  const name = await nameOfScope(tx, systemActor(), row.scope);
  const detail = { name: name.ok ? name.value : "" };
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

/**
 * Who planned it, with the sites that are theirs by now: what is decided at a time reaches no further than who decided it.
 * Also where the account was disabled meanwhile: the decision was made in time.
 */
async function plannerOf(adminId: NonNullable<Actor["adminId"]>): Promise<Actor> {
  const rows = await getDb()
    .select({
      name: admins.name,
      email: admins.email,
      role: admins.role,
      all: admins.allSites,
      siteId: adminSites.siteId,
    })
    .from(admins)
    .leftJoin(adminSites, eq(adminSites.adminId, admins.id))
    .where(eq(admins.id, adminId));
  const [first] = rows;
  if (!first) throw new Error("a rotation without its planner");
  const sites = first.all ? "all" : rows.flatMap(({ siteId }): SiteId[] => (siteId === null ? [] : [siteId]));
  return makeActor({ adminId, name: first.name, email: first.email, role: first.role, sites });
}
