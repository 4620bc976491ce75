import "server-only";
import { eq } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { imports } from "@/lib/db/schema";
import { getEnv } from "@/lib/env";
import { getQueue } from "@/lib/jobs/queue";
import { ok, type Result, refuse } from "@/lib/result";
import { type HeldImport, holdImport } from "./commands";
import { countsOf, workOf, writeSettledRows } from "./confirm";
import { sealDraft } from "./draft";
import { type ImportPlan, loadDoorsPicture, loadHouse, planImport } from "./preview";
import type { Reading } from "./reading";
import { acceptedRest, type Done, freshRest, loadDone } from "./rest";
import type { ResumeInput } from "./schema";

/** The job stops after the rows that it is at; what was written stays. What was accepted of the rest is kept in mind. */
export async function pauseImport(actor: Actor, importId: string, now = new Date()): Promise<Result<null>> {
  assertMay(actor, "import:run");
  return transactResult(async (tx) => {
    const found = await find(tx, importId);
    if (!found.ok) return found;
    const { held, rowsDone } = found.value;
    if (held.state === "paused") return ok(null);
    if (held.state !== "queued" && held.state !== "running") return refuse("import_finished");
    const rest = await loadRest(tx, actor, held, now);
    await tx
      .update(imports)
      .set({ state: "paused", planFingerprint: rest.accepted().plan.fingerprint })
      .where(eq(imports.id, importId));
    await record(
      tx,
      actor,
      [{ type: "import.paused", subjectId: importId, detail: { done: rowsDone } }],
      now,
    );
    return ok(null);
  });
}

/**
 * Lets a paused import go on, however long ago that was: only while the rest does what was accepted. Else the person sees
 * its new plan first, and comes back with the fingerprint of that one.
 */
export async function resumeImport(
  actor: Actor,
  { importId, seen, typed }: ResumeInput,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "import:run");
  return transactResult(async (tx) => {
    const found = await find(tx, importId);
    if (!found.ok) return found;
    const { held, planFingerprint, rowsDone } = found.value;
    if (held.state === "queued" || held.state === "running") return ok(null);
    if (held.state !== "paused") return refuse("import_finished");
    const rest = await loadRest(tx, actor, held, now);
    const fresh = rest.fresh();
    const { plan } = fresh;
    if (plan.fingerprint !== (seen ?? planFingerprint)) return refuse("plan_changed");
    if (plan.fingerprint !== planFingerprint) {
      if (plan.brake !== null && typed !== plan.brake) {
        return refuse("count_mismatch", { field: "typed", params: { count: plan.brake } });
      }
      await acceptRest(
        tx,
        actor,
        held,
        { done: rest.done, accepted: rest.accepted(), fresh },
        found.value.counts,
      );
      const detail = { fileName: held.fileName, ...plan.counts };
      await record(tx, actor, [{ type: "import.confirmed", subjectId: importId, detail }], now);
    }
    await tx.update(imports).set({ state: "queued" }).where(eq(imports.id, importId));
    await getQueue().enqueue(tx, "import", { importId });
    await record(
      tx,
      actor,
      [{ type: "import.resumed", subjectId: importId, detail: { done: rowsDone } }],
      now,
    );
    return ok(null);
  });
}

interface Found {
  readonly held: HeldImport;
  readonly planFingerprint: string | null;
  readonly rowsDone: number;
  readonly counts: Readonly<Record<string, number>>;
}

async function find(tx: Tx, importId: string): Promise<Result<Found>> {
  const held = await holdImport(tx, importId);
  const [row] = await tx.select().from(imports).where(eq(imports.id, importId));
  if (!row) return refuse("not_found");
  // Without its content it came to its end.
  if (!held) return refuse("import_finished");
  const { planFingerprint, rowsDone, counts } = row;
  return ok({ held, planFingerprint, rowsDone, counts: counts ?? {} });
}

interface Planned {
  readonly reading: Reading;
  readonly plan: ImportPlan;
}

/** The rest as it was accepted and as it reads now, both against the same picture of the doors. */
async function loadRest(tx: Tx, actor: Actor, { id, draft, settings }: HeldImport, now: Date) {
  const house = await loadHouse(tx, actor, draft.table, settings, now);
  const doors = await loadDoorsPicture(tx);
  const done = await loadDone(tx, id);
  const planned = (reading: Reading): Planned => ({
    reading,
    plan: planImport(reading, house, doors, getEnv().nukiRequestsPerMinute, now),
  });
  return {
    done,
    accepted: () => planned(acceptedRest(draft, done)),
    fresh: () => planned(freshRest(draft, settings, house, done)),
  };
}

/** Puts what the rest does now in the place of what was accepted before. */
async function acceptRest(
  tx: Tx,
  actor: Actor,
  { id, draft, settings }: HeldImport,
  { done, accepted, fresh }: { done: Done; accepted: Planned; fresh: Planned },
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const before = draft.work ?? [];
  const lowest = Math.min(0, ...before.map(({ line }) => line));
  const work = [...before.filter(({ line }) => done.lines.has(line)), ...workOf(fresh.reading, lowest)];
  await writeSettledRows(tx, id, fresh.reading, settings, draft.table);
  const was = countsOf(accepted.plan);
  const moved = Object.entries(countsOf(fresh.plan)).map(([key, count]) => [
    key,
    Math.max(0, (counts[key] ?? 0) + count - (was[key] ?? 0)),
  ]);
  await tx
    .update(imports)
    .set({
      planFingerprint: fresh.plan.fingerprint,
      rowsTotal: work.length,
      settings: { ...settings, confirmedBy: actor.adminId },
      table: sealDraft(id, { ...draft, work }),
      counts: { ...counts, ...Object.fromEntries(moved) },
    })
    .where(eq(imports.id, id));
}
