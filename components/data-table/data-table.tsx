import type { ReactNode } from "react";
import { type Column, type Filter, headOf } from "./column";
import { isNarrowed, type ListState } from "./list-state";
import { TableClient } from "./table-client";

/**
 * The one table. The page reads the address, asks for one page of rows and hands both over; cells are drawn here, on
 * the server, so that a hundred badges and week strips cost the browser no code.
 */
export function DataTable<Row>({
  label,
  columns,
  rows,
  total,
  list,
  rowId,
  rowHref,
  rowLabel,
  filters = [],
  searchLabel,
  selectable = false,
  bulkBar,
  empty,
  actions,
  pager,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  total: number;
  list: ListState;
  rowId: (row: Row) => string;
  rowHref?: (row: Row) => string;
  rowLabel: (row: Row) => string;
  filters?: readonly Filter[];
  /** Without it the list has no search box. */
  searchLabel?: string;
  selectable?: boolean;
  bulkBar?: ReactNode;
  /** What stands here while there is nothing at all, with the one action that fills it. */
  empty: ReactNode;
  actions?: ReactNode;
  /** Instead of page numbers, for lists that are too long to be counted. */
  pager?: ReactNode;
}) {
  if (total === 0 && !isNarrowed(list)) {
    return <div className="rounded-lg border border-line bg-surface">{empty}</div>;
  }
  const hidden = new Set(list.hidden);
  const drawn = columns.filter((column) => column.fixed || !hidden.has(column.id));
  return (
    <TableClient
      label={label}
      columns={columns.map(headOf)}
      rows={rows.map((row) => ({
        id: rowId(row),
        label: rowLabel(row),
        href: rowHref?.(row) ?? null,
        cells: Object.fromEntries(drawn.map((column) => [column.id, column.cell(row)])),
      }))}
      total={total}
      list={list}
      filters={filters}
      searchLabel={searchLabel}
      selectable={selectable}
      bulkBar={bulkBar}
      actions={actions}
      pager={pager}
    />
  );
}
