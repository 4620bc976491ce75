import type { Table } from "./parse";

/** The table with one cell corrected. A row that was not well-formed stays so: its cells cannot be told apart. */
export function editCell(table: Table, line: number, column: number, text: string): Table {
  const rows = table.rows.map((row) =>
    row.line === line && !row.problem && column < row.cells.length
      ? { ...row, cells: row.cells.map((cell, i) => (i === column ? text : cell)) }
      : row,
  );
  return { ...table, rows };
}

/** The table with a value replaced in all rows of a column, also where it is one of several, `a|b`. */
export function replaceValue(table: Table, column: number, from: string, to: string): Table {
  const wanted = from.trim();
  const rows = table.rows.map((row) => {
    const cell = row.cells[column];
    if (cell === undefined || row.problem || !cell.includes(wanted)) return row;
    const parts = cell.split("|").map((part) => (part.trim() === wanted ? to : part));
    const text = cell.trim() === wanted ? to : parts.join("|");
    return text === cell ? row : { ...row, cells: row.cells.map((old, i) => (i === column ? text : old)) };
  });
  return { ...table, rows };
}
