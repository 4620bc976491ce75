"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icon";
import type { Correction, GridColumn, GridProblem, GridRow } from "./rows-grid";
import { WhoIsIt } from "./who-is-it";

const looks: Record<GridProblem["severity"], { icon: IconName; ink: string }> = {
  error: { icon: "circle-x", ink: "text-danger" },
  warning: { icon: "triangle-alert", ink: "text-warn" },
  notice: { icon: "info", ink: "text-muted" },
};

/** What is wrong in a row, worst first, and what puts it right. */
export function RowFinding({
  importId,
  row,
  columns,
  pending,
  onCorrect,
  onEdit,
}: {
  importId: string;
  row: GridRow;
  columns: readonly GridColumn[];
  pending: boolean;
  onCorrect: (correction: Correction) => void;
  onEdit: (column: number) => void;
}) {
  const t = useTranslations("import.check");
  const order = ["error", "warning", "notice"];
  const problems = [...row.problems].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <div className="min-w-56 space-y-2">
      {problems.length === 0 && !row.question && (
        <p className="flex items-center gap-1.5 text-muted">
          <Icon name="check" size={14} className="text-ok" />
          {t("fine")}
        </p>
      )}
      {problems.map((problem) => {
        const { icon, ink } = looks[problem.severity];
        const column = columns.find(({ index }) => index === problem.column);
        return (
          <div key={problem.text} className="flex gap-1.5">
            <Icon name={icon} size={14} className={`mt-0.5 shrink-0 ${ink}`} />
            <div className="min-w-0 space-y-1">
              <p>
                {column && <span className="font-medium">{column.header}: </span>}
                {problem.text}
              </p>
              {column && problem.severity === "error" && (
                <Remedies
                  line={row.line}
                  column={column}
                  problem={problem}
                  pending={pending}
                  onCorrect={onCorrect}
                  onEdit={onEdit}
                />
              )}
            </div>
          </div>
        );
      })}
      {row.question && <WhoIsIt importId={importId} line={row.line} question={row.question} />}
    </div>
  );
}

const mostSuggestions = 2;

function Remedies({
  line,
  column,
  problem,
  pending,
  onCorrect,
  onEdit,
}: {
  line: number;
  column: GridColumn;
  problem: GridProblem;
  pending: boolean;
  onCorrect: (correction: Correction) => void;
  onEdit: (column: number) => void;
}) {
  const t = useTranslations("import.check");
  const { part, sameIn } = problem;
  return (
    <div className="flex flex-wrap gap-1.5">
      {problem.suggestions.slice(0, mostSuggestions).map(({ value, label }) => (
        <span key={value} className="flex flex-wrap gap-1.5">
          <Button
            size="sm"
            disabled={pending}
            onClick={() => onCorrect({ line, column: column.index, text: value, everywhere: false, part })}
          >
            {t("suggest", { value: label })}
          </Button>
          {sameIn > 1 && (
            <Button
              size="sm"
              disabled={pending}
              aria-label={`${t("suggest", { value: label })} ${t("suggestAll", { count: sameIn })}`}
              onClick={() => onCorrect({ line, column: column.index, text: value, everywhere: true, part })}
            >
              {t("suggestAll", { count: sameIn })}
            </Button>
          )}
        </span>
      ))}
      <Button size="sm" icon="pencil" disabled={pending} onClick={() => onEdit(column.index)}>
        {t("fix")}
      </Button>
    </div>
  );
}
