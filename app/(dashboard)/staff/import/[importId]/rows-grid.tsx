"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { cellClass } from "@/components/data-table/table-classes";
import { showToast } from "@/components/ui/toast";
import { correctCellAction } from "../actions";
import { CellEditor } from "./cell-editor";
import { RowFinding } from "./row-finding";
import { useGridKeys } from "./use-grid-keys";

export interface GridColumn {
  readonly index: number;
  readonly header: string;
  readonly field: string | null;
  readonly secret: boolean;
}

export interface GridProblem {
  readonly severity: "error" | "warning" | "notice";
  readonly text: string;
  readonly column: number | null;
  readonly part: string | null;
  readonly sameIn: number;
  readonly suggestions: readonly { readonly value: string; readonly label: string }[];
}

export interface GridRow {
  readonly line: number;
  readonly name: string;
  readonly outcome: string;
  readonly cells: readonly string[];
  readonly malformed: boolean;
  readonly problems: readonly GridProblem[];
  readonly question: {
    readonly candidate: { readonly staffId: string; readonly name: string } | null;
    readonly answer: string | null;
  } | null;
}

export interface Correction {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly everywhere: boolean;
  readonly part: string | null;
}

/**
 * A page of the file as a sheet: one stop for the tab key, arrows move, Enter corrects. What is wrong stands beside the
 * line, with what may have been meant.
 */
export function RowsGrid({
  importId,
  columns,
  rows,
}: {
  importId: string;
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
}) {
  const t = useTranslations("import.check");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [editing, setEditing] = useState<{ line: number; column: number } | null>(null);
  const [pending, startTransition] = useTransition();
  const { ref, active, keys, focusAt } = useGridKeys(rows.length, columns.length);

  function correct(correction: Correction) {
    startTransition(async () => {
      const result = await correctCellAction({ importId, ...correction });
      if (result.ok) {
        setEditing(null);
        showToast({ message: t("corrected", { count: result.value.changed }), tone: "ok" });
        router.refresh();
      } else showToast({ message: tErrors(result.refusal.code), tone: "danger" });
    });
  }

  return (
    <div className="relative overflow-x-auto" aria-busy={pending}>
      <table
        ref={ref}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a sheet that is walked with arrow keys is a grid
        role="grid"
        aria-label={t("grid")}
        onKeyDown={keys}
        className="w-full border-separate border-spacing-0 text-left text-sm"
      >
        <thead>
          <tr>
            <th scope="col" className={`${cellClass.head} w-14 text-right`}>
              {t("line")}
            </th>
            <th scope="col" className={`${cellClass.head} min-w-64 sm:min-w-96`}>
              {t("finding")}
            </th>
            {columns.map((column) => (
              <th key={column.index} scope="col" className={cellClass.head}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={row.line} className="group/row align-top">
              <th scope="row" className={`${cellClass.body} tnum py-2 text-right text-muted`}>
                {row.line}
              </th>
              <td className={`${cellClass.body} py-2`}>
                <RowFinding
                  importId={importId}
                  row={row}
                  columns={columns}
                  pending={pending}
                  onCorrect={correct}
                  onEdit={(column) => setEditing({ line: row.line, column })}
                />
              </td>
              {columns.map((column, columnIndex) => {
                const problems = row.problems.filter((problem) => problem.column === column.index);
                const text = row.cells[column.index] ?? "";
                const isEditing = editing?.line === row.line && editing.column === column.index;
                const label = t("cell", { column: column.header, line: row.line });
                if (isEditing) {
                  const [problem] = problems;
                  return (
                    <td key={column.index} className={`${cellClass.body} min-w-64 py-1.5`}>
                      <CellEditor
                        label={t("editor.label", { column: column.header, line: row.line })}
                        text={column.secret ? "" : (problem?.part ?? text)}
                        secret={column.secret}
                        part={problem?.part ?? null}
                        sameIn={problem?.sameIn ?? 0}
                        pending={pending}
                        onCancel={() => {
                          setEditing(null);
                          focusAt(rowIndex, columnIndex);
                        }}
                        onSave={(value, everywhere) =>
                          correct({
                            line: row.line,
                            column: column.index,
                            text: value,
                            everywhere,
                            part: problem?.part ?? null,
                          })
                        }
                      />
                    </td>
                  );
                }
                const isWrong = problems.some(({ severity }) => severity === "error");
                const isDoubtful = problems.length > 0;
                return (
                  <td key={column.index} className={cellClass.body}>
                    <button
                      type="button"
                      data-cell={`${rowIndex}:${columnIndex}`}
                      tabIndex={active.row === rowIndex && active.column === columnIndex ? 0 : -1}
                      disabled={row.malformed || pending}
                      aria-label={`${label}: ${text.trim() || t("emptyCell")}`}
                      onFocus={() => focusAt(rowIndex, columnIndex, false)}
                      onClick={() => setEditing({ line: row.line, column: column.index })}
                      className={`-mx-2 block min-h-7 max-w-64 min-w-16 truncate rounded px-2 py-1 text-left enabled:hover:bg-pressed ${
                        isWrong
                          ? "bg-danger-soft font-medium text-danger"
                          : isDoubtful
                            ? "bg-warn-soft text-warn"
                            : column.field === null
                              ? "text-faint"
                              : ""
                      }`}
                    >
                      {text || "\u00a0"}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
