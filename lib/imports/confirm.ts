import "server-only";
import { eq } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { importRows, imports } from "@/lib/db/schema";
import { getEnv } from "@/lib/env";
import type { MatchedRow } from "@/lib/import/match";
import { getQueue } from "@/lib/jobs/queue";
import { ok, type Result, refuse } from "@/lib/result";
import { holdImport } from "./commands";
import { sealDraft, type WorkRow } from "./draft";
import { maskCells } from "./masking";
import { type ImportPlan, loadDoorsPicture, loadHouse, planImport } from "./preview";
import { type Reading, readFile } from "./reading";
import type { ConfirmInput } from "./schema";
import type { ImportSettings } from "./settings";

/**
 * Accepts the plan that the person looked at, and leaves the rest to the job: rows, blocked ones included, and the job
 * come to be in one transaction. A plan that is no longer the one that was seen is refused.
 */
export async function confirmImport(
  actor: Actor,
  input: ConfirmInput,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "import:run");
  const { importId } = input;
  return transactResult(async (tx) => {
    const held = await holdImport(tx, importId);
    if (!held) return refuse("not_found");
    if (held.state !== "draft") return refuse("import_finished");
    const { draft, settings } = held;
    const house = await loadHouse(tx, actor, draft.table, settings, now);
    const reading = readFile(draft.table, settings, house);
    if (!settings.mapped || reading.asks.length > 0) return refuse("invalid_input");
    const plan = planImport(reading, house, await loadDoorsPicture(tx), getEnv().nukiRequestsPerMinute, now);
    if (plan.fingerprint !== input.seen) return refuse("plan_changed");
    if (plan.brake !== null && input.typed !== plan.brake) {
      return refuse("count_mismatch", { field: "typed", params: { count: plan.brake } });
    }
    const work = workOf(reading);
    if (work.length === 0) return refuse("invalid_input");
    await writeSettledRows(tx, importId, reading, settings, draft.table);
    const { counts } = plan;
    await tx
      .update(imports)
      .set({
        state: "queued",
        startedAt: now,
        planFingerprint: plan.fingerprint,
        rowsTotal: work.length,
        rowsDone: 0,
        settings: { ...settings, confirmedBy: actor.adminId },
        table: sealDraft(importId, { ...draft, source: null, work }),
        counts: { ...countsOf(plan), failed: 0 },
      })
      .where(eq(imports.id, importId));
    await getQueue().enqueue(tx, "import", { importId });
    const detail = { fileName: held.fileName, ...counts };
    await record(tx, actor, [{ type: "import.confirmed", subjectId: importId, detail }], now);
    return ok(null);
  });
}

/** The figures of a plan that the import keeps. */
export function countsOf({ counts, doors, expected }: ImportPlan): Record<string, number> {
  return {
    ...counts,
    created: doors.created,
    updated: doors.updated,
    removed: doors.removed,
    callsNow: doors.now.calls,
    callsLater: doors.later.calls,
    waiting: doors.later.changes,
    expected,
  };
}

/** Leavers are not in the file, so they have no line; they get numbers below `lowest`, to be told apart. */
export function workOf({ matched, leavers }: Reading, lowest = 0): WorkRow[] {
  const rows = matched.flatMap((row): WorkRow[] => {
    switch (row.outcome) {
      case "add":
      case "update":
      case "suspend":
      case "remove":
        return [row as WorkRow];
      default:
        return [];
    }
  });
  const leaving = leavers.map(
    ({ staffId, name }, index): WorkRow => ({
      line: lowest - 1 - index,
      name,
      problems: [],
      outcome: "remove",
      staffId,
    }),
  );
  // Whoever leaves goes first: removal outranks everything else.
  return [
    ...leaving,
    ...rows.sort((a, b) => Number(b.outcome === "remove") - Number(a.outcome === "remove")),
  ];
}

/** Rows that need nothing, or that were blocked, have their outcome already. */
export async function writeSettledRows(
  tx: Tx,
  importId: string,
  { matched }: Reading,
  settings: ImportSettings,
  table: { rows: readonly { line: number; cells: readonly string[]; problem?: unknown }[] },
): Promise<void> {
  const cellsOf = new Map(table.rows.map((row) => [row.line, row]));
  const rows = matched
    .filter(({ outcome }) => outcome === "blocked" || outcome === "unchanged")
    .map((row) => {
      const source = cellsOf.get(row.line);
      return {
        importId,
        line: row.line,
        outcome: row.outcome,
        staffId: staffIdOf(row),
        problems: [...row.problems],
        cells: row.outcome === "blocked" && source ? maskCells(source, settings) : null,
      };
    });
  for (let at = 0; at < rows.length; at += 500) await tx.insert(importRows).values(rows.slice(at, at + 500));
}

function staffIdOf(row: MatchedRow): StaffId | null {
  return "staffId" in row ? row.staffId : null;
}
