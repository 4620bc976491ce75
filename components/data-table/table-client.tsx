"use client";

import {
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import { BulkBar } from "./bulk-bar";
import type { ColumnHead, DrawnRow, Filter } from "./column";
import { HeaderCell } from "./header-cell";
import type { ListState } from "./list-state";
import { NoMatch } from "./no-match";
import { Pagination } from "./pagination";
import { SelectionContext } from "./selection";
import { cellClass } from "./table-classes";
import { Toolbar } from "./toolbar";
import { useListAddress } from "./use-list-address";
import { useRowKeys } from "./use-row-keys";

// The server sorts, filters and pages, so none of the row models is loaded.
const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });
const helper = createColumnHelper<typeof features, DrawnRow>();

export interface TableClientProps {
  label: string;
  columns: readonly ColumnHead[];
  rows: DrawnRow[];
  total: number;
  list: ListState;
  filters: readonly Filter[];
  searchLabel: string | undefined;
  selectable: boolean;
  bulkBar: ReactNode;
  actions: ReactNode;
}

export function TableClient(props: TableClientProps) {
  const { label, columns, rows, total, list, selectable } = props;
  const t = useTranslations("common.table");
  const address = useListAddress();
  const [rowSelection, setRowSelection] = useState<Record<string, true>>({});
  const tableColumns = useMemo(
    () =>
      columns.map((column) =>
        helper.display({
          id: column.id,
          header: column.header,
          enableHiding: !column.fixed,
          cell: ({ row }) => row.original.cells[column.id],
        }),
      ),
    [columns],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(list.hidden.map((id) => [id, false])),
    [list.hidden],
  );
  const table = useTable({
    features,
    columns: tableColumns,
    data: rows,
    getRowId: (row: DrawnRow) => row.id,
    enableRowSelection: selectable,
    state: { rowSelection, columnVisibility },
    onRowSelectionChange: setRowSelection,
  });
  const heads = new Map(columns.map((column) => [column.id, column]));
  const selected = rows.filter((row) => rowSelection[row.id]).map((row) => row.id);
  const toggle = (id: string) => table.getRow(id).toggleSelected();
  const keys = useRowKeys(rows, selectable ? toggle : null);
  const compact = list.density === "compact";
  const clear = () => setRowSelection({});

  return (
    <SelectionContext value={{ ids: selected, clear }}>
      <div className="space-y-3">
        <Toolbar {...props} address={address} />
        {selected.length > 0 && <BulkBar count={selected.length}>{props.bulkBar}</BulkBar>}
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          {rows.length === 0 ? (
            <NoMatch address={address} list={list} />
          ) : (
            <section
              aria-label={label}
              data-print="whole"
              className="relative overflow-auto overscroll-x-contain -outline-offset-2 sm:max-h-[calc(100dvh-17rem)] sm:min-h-64"
            >
              <table
                aria-label={label}
                aria-rowcount={total}
                aria-busy={address.pending}
                className={`w-full border-separate border-spacing-0 text-left transition-opacity aria-busy:opacity-60 ${compact ? "text-sm" : ""}`}
              >
                <thead>
                  {table.getHeaderGroups().map((group) => (
                    <tr key={group.id}>
                      {selectable && (
                        <th scope="col" className={`${cellClass.head} ${cellClass.select} z-20`}>
                          <span className="sr-only">{t("select")}</span>
                          <SelectBox
                            label={t("selectAll")}
                            checked={selected.length === rows.length}
                            mixed={selected.length > 0 && selected.length < rows.length}
                            onChange={() => table.toggleAllRowsSelected(selected.length < rows.length)}
                          />
                        </th>
                      )}
                      {group.headers.map((header, index) => (
                        <HeaderCell
                          key={header.id}
                          head={heads.get(header.id)}
                          list={list}
                          address={address}
                          sticky={index === 0}
                          afterSelect={selectable}
                        />
                      ))}
                    </tr>
                  ))}
                </thead>
                <tbody ref={keys.body}>
                  {table.getRowModel().rows.map((row, rowIndex) => (
                    <tr
                      key={row.id}
                      {...keys.rowProps(rowIndex)}
                      aria-rowindex={list.offset + rowIndex + 2}
                      aria-selected={selectable ? row.getIsSelected() : undefined}
                      className="group/row -outline-offset-2"
                    >
                      {selectable && (
                        <td className={`${cellClass.body} ${cellClass.select}`}>
                          <SelectBox
                            label={t("selectRow", { name: row.original.label })}
                            checked={row.getIsSelected()}
                            onChange={() => toggle(row.id)}
                          />
                        </td>
                      )}
                      {row.getVisibleCells().map((cell, index) => {
                        const Cell = index === 0 ? "th" : "td";
                        const end = heads.get(cell.column.id)?.align === "end";
                        return (
                          <Cell
                            key={cell.id}
                            scope={index === 0 ? "row" : undefined}
                            className={`${cellClass.body} ${compact ? "h-9" : "h-12"} ${index === 0 ? cellClass.first : ""} ${index === 0 && selectable ? "sm:left-10" : "left-0"} ${end ? "tnum text-right" : ""}`}
                          >
                            {row.original.cells[cell.column.id]}
                          </Cell>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
          <Pagination address={address} list={list} total={total} count={rows.length} />
        </div>
      </div>
    </SelectionContext>
  );
}

function SelectBox({
  label,
  checked,
  mixed = false,
  onChange,
}: {
  label: string;
  checked: boolean;
  mixed?: boolean;
  onChange: () => void;
}) {
  return (
    <label className="flex size-6 items-center justify-center">
      <span className="sr-only">{label}</span>
      <input
        type="checkbox"
        ref={(box) => {
          if (box) box.indeterminate = mixed;
        }}
        checked={checked}
        onChange={onChange}
        className="size-4 accent-accent-solid"
      />
    </label>
  );
}
