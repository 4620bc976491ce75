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
import { cellContent } from "./cell-content";
import type { ColumnHead, DrawnRow, Filter } from "./column";
import { HeaderCell } from "./header-cell";
import type { ListState } from "./list-state";
import { NoMatch } from "./no-match";
import { Pagination } from "./pagination";
import { SelectionContext } from "./selection";
import { BodyCell, roles } from "./table-parts";
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
  pager: ReactNode;
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
                {...roles.table}
                aria-label={label}
                aria-rowcount={props.pager ? -1 : total}
                aria-busy={address.pending}
                data-sticky="true"
                data-density={list.density}
                className="data-table transition-opacity aria-busy:opacity-60"
              >
                <thead {...roles.group}>
                  {table.getHeaderGroups().map((group) => (
                    <tr key={group.id} {...roles.row}>
                      {selectable && (
                        <th {...roles.head} className="cell-select">
                          <span className="sr-only">{t("select")}</span>
                          <SelectBox
                            label={t("selectAll")}
                            checked={selected.length === rows.length}
                            mixed={selected.length > 0 && selected.length < rows.length}
                            onChange={() => table.toggleAllRowsSelected(selected.length < rows.length)}
                          />
                        </th>
                      )}
                      {group.headers.map((header) => (
                        <HeaderCell
                          key={header.id}
                          head={heads.get(header.id)}
                          list={list}
                          address={address}
                        />
                      ))}
                    </tr>
                  ))}
                </thead>
                <tbody {...roles.group} ref={keys.body}>
                  {table.getRowModel().rows.map((row, rowIndex) => (
                    <tr
                      key={row.id}
                      {...roles.row}
                      {...keys.rowProps(rowIndex)}
                      aria-rowindex={list.offset + rowIndex + 2}
                      aria-selected={selectable ? row.getIsSelected() : undefined}
                    >
                      {selectable && (
                        <td {...roles.cell} className="cell-select">
                          <SelectBox
                            label={t("selectRow", { name: row.original.label })}
                            checked={row.getIsSelected()}
                            onChange={() => toggle(row.id)}
                          />
                        </td>
                      )}
                      {row.getVisibleCells().map(({ id, column }, index) => (
                        <BodyCell key={id} head={heads.get(column.id)} first={index === 0}>
                          {cellContent(row.original.cells[column.id], row.original.href)}
                        </BodyCell>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
          {props.pager ? (
            <div>{props.pager}</div>
          ) : (
            <Pagination address={address} list={list} total={total} count={rows.length} />
          )}
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
