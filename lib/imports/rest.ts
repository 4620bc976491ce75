import "server-only";
import { eq } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import type { Tx } from "@/lib/db/connection";
import { importRows } from "@/lib/db/schema";
import type { MatchedRow } from "@/lib/import/match";
import type { Draft, WorkRow } from "./draft";
import { type House, type Reading, readFile } from "./reading";
import type { ImportSettings } from "./settings";

/** What an import has done so far. */
export interface Done {
  readonly lines: ReadonlySet<number>;
  /** Whom it added. */
  readonly added: ReadonlySet<StaffId>;
}

export async function loadDone(tx: Tx, importId: string): Promise<Done> {
  const rows = await tx
    .select({ line: importRows.line, outcome: importRows.outcome, staffId: importRows.staffId })
    .from(importRows)
    .where(eq(importRows.importId, importId));
  return {
    lines: new Set(rows.map(({ line }) => line)),
    added: new Set(
      rows.flatMap(({ outcome, staffId }) => (outcome === "add" && staffId ? [staffId as StaffId] : [])),
    ),
  };
}

/** The rows that the job has not come to. */
export function leftOf({ work }: Draft, { lines }: Done): WorkRow[] {
  return (work ?? []).filter(({ line }) => !lines.has(line));
}

/** What is left, as it was accepted. */
export function acceptedRest(draft: Draft, done: Done): Reading {
  const left = leftOf(draft, done);
  return {
    rows: [],
    asks: [],
    matched: left.filter(({ line }) => line > 0) as MatchedRow[],
    leavers: left.flatMap((row) =>
      row.line < 0 && row.outcome === "remove" ? [{ staffId: row.staffId, name: row.name }] : [],
    ),
  };
}

/**
 * What is left, as it reads now. The people whom this very import added are no strangers to its other rows: they count as
 * not there yet, or a namesake further down would look like a double and a full list would drop them as leavers.
 */
export function freshRest(draft: Draft, settings: ImportSettings, house: House, done: Done): Reading {
  const { directory } = house;
  const staff = directory.staff.filter(({ id }) => !done.added.has(id));
  const reading = readFile(draft.table, settings, { ...house, directory: { ...directory, staff } });
  const left = new Set(leftOf(draft, done).map(({ line }) => line));
  return { ...reading, matched: reading.matched.filter(({ line }) => left.has(line)) };
}
