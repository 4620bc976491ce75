import type { Column } from "@/components/data-table/column";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import { reductionsOf } from "@/lib/reviews/access";
import type { DriftKind } from "@/lib/reviews/drift";
import type { ItemView } from "@/lib/reviews/items";
import type { ReviewView } from "@/lib/reviews/queries";
import type { ReviewWords } from "@/lib/reviews/words";
import { formatDateTime, type TimeLocale } from "@/lib/time/format";
import { DecideCell } from "./decide-cell";
import { OutcomeBadge } from "./outcome-badge";

/** What is known of a row stands left of what is decided about it; after the signature, what became of it. */
export function itemColumns(
  review: ReviewView,
  words: ReviewWords,
  locale: TimeLocale,
  {
    mayDecide,
    changed,
    isUseHidden,
  }: { mayDecide: boolean; changed: ReadonlyMap<number, DriftKind>; isUseHidden: boolean },
): Column<ItemView>[] {
  const { t } = words;
  const columns: Column<ItemView>[] = [
    {
      id: "name",
      header: t("detail.person"),
      sortable: true,
      fixed: true,
      width: "13rem",
      cell: (row) => {
        const drift = changed.get(row.id);
        return (
          <span className="block max-w-56 min-w-0 py-1">
            <PageLink href={`/staff/${row.staffId}`} className="block truncate font-medium hover:underline">
              {row.person}
            </PageLink>
            <span className="block truncate text-sm font-normal text-muted">{row.door}</span>
            {drift && <Badge tone="warn">{t(`drift.badge.${drift}`)}</Badge>}
          </span>
        );
      },
    },
    {
      id: "access",
      header: t("detail.access"),
      width: "15rem",
      cell: (row) => (
        <Lines
          lines={row.access.map((one) => words.access(one, row.timeZone))}
          below={row.rules.length === 0 ? [t("rule.none")] : row.rules.map(words.rule)}
        />
      ),
    },
    {
      id: "used",
      header: t("detail.used"),
      sortable: !isUseHidden,
      width: "11rem",
      phone: "second",
      cell: (row) => <Used row={row} words={words} isOpen={review.state === "open"} />,
    },
    {
      id: "decision",
      header: t("detail.decision"),
      fixed: true,
      phone: "second",
      cell: (row) => (
        <DecideCell
          reviewId={review.id}
          itemId={row.id}
          name={`${row.person}, ${row.door}`}
          decision={row.decision}
          reduce={row.reduce}
          note={row.note}
          reductions={reductionsOf(row.access)}
          mayDecide={mayDecide}
          words={words.decision(row.decision, row.reduce)}
          by={
            row.decidedBy && row.decidedAt
              ? t("detail.by", {
                  name: row.decidedBy,
                  at: formatDateTime(row.decidedAt.getTime(), locale, review.timeZone),
                })
              : null
          }
        />
      ),
    },
  ];
  if (review.state === "signed") {
    columns.push({
      id: "outcome",
      header: t("detail.outcome"),
      width: "9rem",
      phone: "main",
      cell: (row) => {
        const { what, readBack } = words.outcome(row);
        return (
          <span className="block">
            <OutcomeBadge outcome={row.outcome}>{what}</OutcomeBadge>
            {readBack && <span className="tnum block text-sm whitespace-normal text-muted">{readBack}</span>}
          </span>
        );
      },
    });
  }
  return columns;
}

function Lines({ lines, below }: { lines: readonly string[]; below: readonly string[] }) {
  return (
    <span className="block py-1 whitespace-normal">
      {lines.map((line) => (
        <span key={line} className="tnum block">
          {line}
        </span>
      ))}
      {below.map((line) => (
        <span key={line} className="block text-sm text-muted">
          {line}
        </span>
      ))}
    </span>
  );
}

function Used({ row, words, isOpen }: { row: ItemView; words: ReviewWords; isOpen: boolean }) {
  const isMarked = row.use.kind === "never" || row.use.kind === "unused";
  return (
    <span className="block py-1 whitespace-normal">
      <span className={isMarked ? "tnum block text-warn" : "tnum block"}>{words.use(row)}</span>
      <span className="tnum block text-sm text-muted">{words.since(row.since, row.timeZone)}</span>
      {isMarked && isOpen && row.decision === null && (
        <Badge tone="warn" icon="circle-question-mark">
          {words.t("use.suggest")}
        </Badge>
      )}
    </span>
  );
}
