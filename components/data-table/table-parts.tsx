import type { CSSProperties, ReactNode } from "react";
import type { ColumnHead } from "./column";

/**
 * A phone lays rows out as blocks (data-table.css), and with that some browsers forget that they are a table. Said
 * outright, they stay one.
 */
export const roles = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader", scope: "col" },
  rowHead: { role: "rowheader", scope: "row" },
  cell: { role: "cell" },
} as const;

/** The width that a column asks for; a phone does without. */
export function widthOf({ width }: ColumnHead): CSSProperties | undefined {
  return width ? ({ "--width": width } as CSSProperties) : undefined;
}

/** One cell of a body; the first of a row names it. */
export function BodyCell({
  head,
  first,
  children,
}: {
  head: ColumnHead | undefined;
  first: boolean;
  children: ReactNode;
}) {
  if (first) {
    return <th {...roles.rowHead}>{children}</th>;
  }
  if (!head) return null;
  const names = [head.align === "end" && "cell-end tnum", head.phone === "main" && "cell-main"].filter(
    Boolean,
  );
  return (
    <td
      {...roles.cell}
      className={names.join(" ") || undefined}
      data-label={head.phone ? undefined : head.header}
    >
      {children}
    </td>
  );
}
