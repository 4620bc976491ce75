/** Excel takes a file for UTF-8 only if it begins with this. */
const BYTE_ORDER_MARK = "\ufeff";

/** Rows to CSV with CRLF, RFC 4180 quoting and formulas made harmless; the import takes the guard off again. */
export function writeCsv(rows: readonly (readonly string[])[], delimiter: string): string {
  return csvLines(rows, delimiter, { isFirst: true });
}

/** The same for a file that is written in pieces. */
export function csvLines(
  rows: readonly (readonly string[])[],
  delimiter: string,
  { isFirst = false } = {},
): string {
  const lines = rows.map((row) => row.map((cell) => quoted(guarded(cell), delimiter)).join(delimiter));
  return `${isFirst ? BYTE_ORDER_MARK : ""}${lines.join("\r\n")}\r\n`;
}

/** `'` before what a spreadsheet would run; also before what already looks guarded, so that reading is its inverse. */
function guarded(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string, delimiter: string): string {
  const needed = cell.includes(delimiter) || /["\r\n|;,\t]|^\s|\s$/.test(cell);
  return needed ? `"${cell.replaceAll('"', '""')}"` : cell;
}
