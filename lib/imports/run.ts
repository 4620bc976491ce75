import "server-only";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { type AuditEntry, record } from "@/lib/audit/record";
import { type Actor, makeActor, systemActor } from "@/lib/auth/actor";
import { requestSync } from "@/lib/changes/edit";
import { isUniqueViolation, type Tx, transact } from "@/lib/db/connection";
import { importRows, imports, teams } from "@/lib/db/schema";
import type { AdminId } from "@/lib/db/tables/intent";
import type { ErrorCode } from "@/lib/errors";
import { error, type Problem, type ProblemCode } from "@/lib/import/problem";
import { log } from "@/lib/log";
import type { Result } from "@/lib/result";
import { openCodes } from "@/lib/staff/codes";
import { openDraft, type WorkRow } from "./draft";
import { maskCells } from "./masking";
import { openPlaces } from "./places";
import { leftOf, loadDone } from "./rest";
import { isFaultOfRow } from "./row-fault";
import { type ImportSettings, settingsSchema } from "./settings";
import { type AddRow, addStaff, type RowTools, type Written, writeRow } from "./write-row";

const chunkSize = 50;
/** What goes wrong for once may go well again; what goes wrong as often as this is the row's own. */
const triesOfRow = 3;

/**
 * Writes the next rows of a confirmed import, in one transaction with their outcomes, their audit events and the job
 * for the doors. True when there is more to do. Whatever dies in between, a row is written once: its outcome is there
 * if and only if its person is.
 */
export async function runImport(importId: string, now = new Date()): Promise<boolean> {
  return transact(async (tx) => {
    // Whoever runs it a second time waits here, and then finds these rows done.
    const [row] = await tx.select().from(imports).where(eq(imports.id, importId)).for("update");
    if (!row?.table || (row.state !== "queued" && row.state !== "running")) return false;
    const settings = settingsSchema.parse(row.settings);
    const draft = openDraft(importId, row.table);
    const work = draft.work ?? [];
    const left = leftOf(draft, await loadDone(tx, importId));
    const chunk = left.slice(0, chunkSize);
    const actor = actorOf(settings);
    const report = await writeChunk(tx, importId, chunk, settings, now);
    const sources = new Map(draft.table.rows.map((source) => [source.line, source]));
    await writeOutcomes(tx, importId, report, sources, settings);
    await record(tx, actor, report.audit, now);
    await requestSync(tx, report.staffIds);

    const finished = left.length <= chunk.length;
    const failed = (row.counts?.failed ?? 0) + report.rows.filter(({ problem }) => problem !== null).length;
    const counts = { ...row.counts, failed };
    await tx
      .update(imports)
      .set({
        state: finished ? "applied" : "running",
        rowsDone: work.length - left.length + chunk.length,
        counts,
        ...(finished ? { table: null, finishedAt: now } : {}),
      })
      .where(eq(imports.id, importId));
    if (finished) {
      const { add = 0, update = 0, suspend = 0, remove = 0, leavers = 0 } = counts as Record<string, number>;
      const detail = { fileName: row.fileName, add, update, suspend, remove: remove + leavers, failed };
      await record(tx, actor, [{ type: "import.finished", subjectId: importId, detail }], now);
    }
    return !finished;
  });
}

interface RowReport {
  readonly work: WorkRow;
  readonly staffId: StaffId | null;
  readonly problem: Problem | null;
}

interface ChunkReport {
  readonly rows: readonly RowReport[];
  readonly staffIds: readonly StaffId[];
  readonly audit: readonly AuditEntry[];
}

type Tools = Omit<RowTools, "tx">;

async function writeChunk(
  tx: Tx,
  importId: string,
  chunk: readonly WorkRow[],
  { language }: ImportSettings,
  now: Date,
): Promise<ChunkReport> {
  const report = { rows: [] as RowReport[], staffIds: [] as StaffId[], audit: [] as AuditEntry[] };
  if (chunk.length === 0) return report;
  let tools = await openTools(tx, language, now);
  // New people go together; should one of them be impossible, all are tried again one by one.
  const added = chunk.filter((row): row is AddRow => row.outcome === "add");
  const together =
    added.length > 1 ? await inSavepoint(tx, (inner) => addStaff(added, { ...tools, tx: inner })) : null;
  const areAdded = together?.ok === true;
  if (areAdded) {
    report.audit.push(...tools.places.takeAudit());
    for (const [index, work] of added.entries()) {
      const written = together.value[index];
      if (written) note(work, written);
    }
  } else if (together) tools = await openTools(tx, language, now);
  for (const work of chunk) {
    if (areAdded && work.outcome === "add") continue;
    const problem = await writeOne(work);
    if (problem === null) continue;
    report.rows.push({ work, staffId: null, problem });
    // What the failed row had made (an area, a code) is undone, so it must be forgotten too.
    tools = await openTools(tx, language, now);
  }
  return report;

  async function writeOne(work: WorkRow): Promise<Problem | null> {
    for (let tries = 1; ; tries += 1) {
      const written = await inSavepoint(tx, (inner) => writeRow(work, { ...tools, tx: inner }));
      if (written.ok) {
        report.audit.push(...tools.places.takeAudit());
        note(work, written.value);
        return null;
      }
      if ("refusal" in written) return problemOf(written.refusal.code);
      if (tries === triesOfRow) return noteFault(importId, work, written.fault);
      tools = await openTools(tx, language, now);
    }
  }

  function note(work: WorkRow, { staffId, audit }: Written): void {
    report.rows.push({ work, staffId, problem: null });
    report.staffIds.push(staffId);
    report.audit.push(...audit);
  }
}

async function openTools(tx: Tx, language: ImportSettings["language"], now: Date): Promise<Tools> {
  const teamRows = await tx.select({ id: teams.id, name: teams.name }).from(teams);
  return {
    places: await openPlaces(tx),
    codes: await openCodes(tx, now),
    teamNames: new Map(teamRows.map(({ id, name }) => [id, name])),
    language,
    now,
  };
}

/** For the person a reference, for whoever reads the log what it stands for. */
function noteFault(importId: string, { line }: WorkRow, err: unknown): Problem {
  const reference = randomUUID().slice(0, 8);
  log.error({ err, importId, line, reference }, "a row of an import could not be written");
  return error(null, "not_written", { reference });
}

type Attempt<T> = Result<T> | { readonly ok: false; readonly fault: unknown };

/** A row that cannot be written is taken back alone; what is the database's trouble ends the whole chunk. */
async function inSavepoint<T>(tx: Tx, write: (inner: Tx) => Promise<Result<T>>): Promise<Attempt<T>> {
  let refused: Extract<Result<T>, { ok: false }> | null = null;
  try {
    return await tx.transaction(async (inner) => {
      const result = await write(inner);
      if (!result.ok) {
        refused = result;
        throw new Error("the row is taken back");
      }
      return result;
    });
  } catch (cause) {
    if (refused) return refused;
    const code = refusalOfViolation(cause);
    if (code) return { ok: false, refusal: { code } };
    if (await isFaultOfRow(tx, cause)) return { ok: false, fault: cause };
    throw cause;
  }
}

/** Integrity violations (class 23): somebody took the number, or removed the area, since the preview. */
function refusalOfViolation(error: unknown): ErrorCode | null {
  if (isUniqueViolation(error, "staff_email")) return "duplicate_email";
  for (let cause = error, depth = 0; cause instanceof Object && depth < 5; depth++) {
    const { code, cause: next } = cause as Record<string, unknown>;
    if (code === "23505") return "duplicate_external_id";
    if (code === "23503") return "in_use";
    cause = next;
  }
  return null;
}

function problemOf(code: ErrorCode): Problem {
  const known: Partial<Record<ErrorCode, [Parameters<typeof error>[0], ProblemCode]>> = {
    duplicate_external_id: ["external_id", "taken_meanwhile"],
    duplicate_email: ["email", "taken_meanwhile"],
    duplicate_code: ["pin", "pin_taken"],
    code_not_allowed: ["pin", "pin_not_allowed"],
    no_code_left: ["pin", "no_code_left"],
    not_found: [null, "gone_meanwhile"],
    host_must_agree: ["valid_until", "host_must_agree"],
  };
  const [field, problem] = known[code] ?? ["areas", "gone_meanwhile"];
  return error(field, problem);
}

async function writeOutcomes(
  tx: Tx,
  importId: string,
  { rows }: ChunkReport,
  sources: ReadonlyMap<number, { cells: readonly string[]; problem?: unknown }>,
  settings: ImportSettings,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.insert(importRows).values(
    rows.map(({ work, staffId, problem }) => {
      const source = sources.get(work.line);
      return {
        importId,
        line: work.line,
        outcome: problem ? "failed" : work.outcome,
        staffId,
        problems: problem ? [problem] : [...work.problems],
        cells: problem && source ? maskCells(source, settings) : null,
      };
    }),
  );
}

/** The job acts for the person who confirmed: their name stands in the audit trail. */
function actorOf({ confirmedBy }: ImportSettings): Actor {
  return makeActor({ ...systemActor(), adminId: confirmedBy as AdminId | null });
}
