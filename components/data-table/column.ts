import type { Result } from "@/lib/result";
import type { Cell } from "./cell-data";

/** A column as a page declares it; `cell` runs on the server. The first one names the row. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => Cell;
  readonly sortable?: boolean;
  readonly align?: "start" | "end";
  readonly width?: string;
  /** Always shown: it cannot be hidden. */
  readonly fixed?: boolean;
  /**
   * Where a phone shows it: beside the name, or below without its header because it speaks for itself. What says
   * nothing stands below, after its header.
   */
  readonly phone?: "main" | "second";
}

/** What the browser gets of a column. */
export type ColumnHead = Omit<Column<never>, "cell">;

/** What the browser gets of a row: its cells are drawn already, or plain data. */
export interface DrawnRow {
  readonly id: string;
  readonly label: string;
  readonly href: string | null;
  readonly cells: Readonly<Record<string, Cell>>;
}

export interface FilterOption {
  readonly value: string;
  readonly label: string;
  /** What tells two of the same name apart. */
  readonly detail?: string;
  /** Under which heading it stands. */
  readonly group?: string;
}

export interface Filter {
  readonly id: string;
  readonly label: string;
  /** All there are, or with `find` those that are chosen. */
  readonly options: readonly FilterOption[];
  /** It stands with others behind "More filters", unless it is in use. */
  readonly isRare?: boolean;
  /** A server action that looks for more than a list can offer. */
  readonly find?: (input: { q: string }) => Promise<Result<readonly FilterOption[]>>;
}

export function headOf<Row>({ cell: _cell, ...head }: Column<Row>): ColumnHead {
  return head;
}
