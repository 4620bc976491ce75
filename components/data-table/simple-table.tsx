import { cellContent } from "./cell-content";
import type { Column } from "./column";
import { BodyCell, roles, widthOf } from "./table-parts";

/** The same look without state: a short list on the page of one thing. */
export function SimpleTable<Row>({
  label,
  columns,
  rows,
  rowId,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-lg -outline-offset-2"
    >
      <table {...roles.table} aria-label={label} className="data-table">
        <thead {...roles.group}>
          <tr {...roles.row}>
            {columns.map((column) => (
              <th
                key={column.id}
                {...roles.head}
                style={widthOf(column)}
                className={column.align === "end" ? "cell-end" : undefined}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...roles.group}>
          {rows.map((row) => (
            <tr key={rowId(row)} {...roles.row}>
              {columns.map((column, index) => (
                <BodyCell key={column.id} head={column} first={index === 0}>
                  {cellContent(column.cell(row), null)}
                </BodyCell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
