import "server-only";
import { type Actor, assertMay } from "@/lib/auth/actor";
import type { ImportField } from "@/lib/import/fields";
import type { MatchedRow } from "@/lib/import/match";
import type { Problem } from "@/lib/import/problem";
import { loadReading, type OpenDraft } from "./load";
import { hiddenCell, isSecretColumn, maskCells } from "./masking";

export const rowFilters = ["errors", "warnings", "duplicates", "all"] as const;
export type RowFilter = (typeof rowFilters)[number];

export interface ProblemView extends Problem {
  /** The column that it is about; null for the row as a whole. */
  readonly column: number | null;
  /** The one value of several in the cell, `a|b`, that it is about. */
  readonly part: string | null;
  /** How many rows have the same value there. */
  readonly sameIn: number;
  readonly suggestions: readonly { readonly value: string; readonly label: string }[];
}

export interface RowView {
  readonly line: number;
  readonly name: string;
  readonly outcome: MatchedRow["outcome"];
  /** What the file says, keypad codes left out. */
  readonly cells: readonly string[];
  /** Its shape is broken, so no cell can be corrected. */
  readonly malformed: boolean;
  readonly problems: readonly ProblemView[];
  /** Who it may be, where the name is known already. */
  readonly question: {
    readonly candidate: { readonly staffId: string; readonly name: string } | null;
    readonly answer: string | null;
  } | null;
}

export interface RowsPage {
  readonly headers: readonly string[];
  readonly fields: readonly (ImportField | null)[];
  readonly secretColumns: readonly number[];
  readonly rows: readonly RowView[];
  readonly total: number;
  /** The filter that is shown: the one asked for, else errors as long as there are some. */
  readonly show: RowFilter;
  /** Questions that are still open for the whole file. */
  readonly asks: number;
  readonly counts: Readonly<Record<RowFilter | "good", number>>;
}

/** The third step: a page of rows with what is wrong in them. Errors first are what a person came for. */
export async function listRows(
  actor: Actor,
  importId: string,
  { show: asked, offset, limit }: { show: RowFilter | null; offset: number; limit: number },
  now = new Date(),
): Promise<RowsPage> {
  assertMay(actor, "import:run");
  const open = await loadReading(actor, importId, now);
  const { settings, draft, reading } = open;
  const fits: Record<RowFilter, (row: MatchedRow) => boolean> = {
    errors: (row) => row.outcome === "blocked",
    warnings: (row) => row.outcome !== "blocked" && row.problems.length > 0,
    duplicates: (row) => isQuestion(row) || String(row.line) in settings.decisions,
    all: () => true,
  };
  const counts = {
    errors: reading.matched.filter(fits.errors).length,
    warnings: reading.matched.filter(fits.warnings).length,
    duplicates: reading.matched.filter(fits.duplicates).length,
    all: reading.matched.length,
    good: reading.matched.filter((row) => row.outcome !== "blocked").length,
  };
  const show = asked ?? (counts.errors > 0 ? "errors" : "all");
  const shown = reading.matched.filter(fits[show]);
  const views = viewer(open);
  const shape = { headers: draft.table.headers, mapping: settings.mapping };
  return {
    headers: draft.table.headers,
    fields: settings.mapping,
    secretColumns: draft.table.headers.flatMap((_, column) =>
      isSecretColumn(shape, column) ? [column] : [],
    ),
    rows: shown.slice(offset, offset + limit).map(views),
    total: shown.length,
    show,
    asks: reading.asks.length,
    counts,
  };
}

function isQuestion(row: MatchedRow): boolean {
  return row.problems.some(({ code }) => code === "same_name_exists" || code === "possible_duplicate");
}

function viewer({ settings, draft, house }: OpenDraft): (row: MatchedRow) => RowView {
  const { table } = draft;
  const shape = { headers: table.headers, mapping: settings.mapping };
  const sources = new Map(table.rows.map((source) => [source.line, source]));
  const labels = new Map<string, string>();
  for (const { id, name } of [...house.directory.areas, ...house.directory.devices]) labels.set(id, name);
  const people = new Map(house.directory.staff.map((member) => [member.id as string, member.name]));
  const counters = new Map<number, Map<string, number>>();

  /** Counted once per column, and only for columns in which something is wrong. */
  function sameIn(column: number, value: string): number {
    let counts = counters.get(column);
    if (!counts) {
      counts = new Map();
      for (const { cells } of table.rows) {
        const cell = (cells[column] ?? "").trim();
        const values = new Set([cell, ...cell.split("|").map((part) => part.trim())]);
        for (const item of values) counts.set(item, (counts.get(item) ?? 0) + 1);
      }
      counters.set(column, counts);
    }
    return counts.get(value.trim()) ?? 0;
  }

  return (row) => {
    const source = sources.get(row.line);
    const malformed = source?.problem !== undefined;
    const cells = source ? maskCells(source, shape, hiddenCell) : [];
    const problems = row.problems.map((problem): ProblemView => {
      const at = problem.field === null ? -1 : settings.mapping.indexOf(problem.field);
      const column = at < 0 || malformed ? null : at;
      const value = problem.params.value;
      const cell = column === null ? "" : (source?.cells[column] ?? "");
      const part = typeof value === "string" && cell.includes("|") ? value : null;
      const isSecret = column !== null && isSecretColumn(shape, column);
      return {
        ...problem,
        column,
        part,
        sameIn: column === null || isSecret ? 0 : sameIn(column, part ?? cell),
        suggestions: (problem.choices ?? []).map((choice) => ({
          value: choice,
          label: labels.get(choice) ?? choice,
        })),
      };
    });
    const decision = settings.decisions[String(row.line)] ?? null;
    const asked = row.problems.find(({ code }) => code === "same_name_exists");
    const candidateId = asked?.params.staffId ?? (decision && decision !== "new" ? decision : null);
    const candidate =
      typeof candidateId === "string"
        ? { staffId: candidateId, name: people.get(candidateId) ?? row.name }
        : null;
    return {
      line: row.line,
      name: row.name,
      outcome: row.outcome,
      cells,
      malformed,
      problems,
      question: asked || decision ? { candidate, answer: decision } : null,
    };
  };
}
