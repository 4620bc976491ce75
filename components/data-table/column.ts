import type { ReactNode } from "react";

/** A column as a page declares it; `cell` runs on the server. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly sortable?: boolean;
  readonly align?: "start" | "end";
  readonly width?: string;
  /** Always shown: it cannot be hidden. */
  readonly fixed?: boolean;
}

/** What the browser gets of a column. */
export type ColumnHead = Omit<Column<never>, "cell">;

/** What the browser gets of a row: its cells are drawn already. */
export interface DrawnRow {
  readonly id: string;
  readonly label: string;
  readonly href: string | null;
  readonly cells: Readonly<Record<string, ReactNode>>;
}

export interface Filter {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export function headOf<Row>({ cell: _cell, ...head }: Column<Row>): ColumnHead {
  return head;
}
