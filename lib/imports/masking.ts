import { fieldOf } from "@/lib/import/columns";
import type { ImportSettings } from "./settings";

interface Shape {
  readonly headers: readonly string[];
  readonly mapping: ImportSettings["mapping"];
}

/** Does this column hold keypad codes, by what a person said or by its heading? */
export function isSecretColumn({ headers, mapping }: Shape, column: number): boolean {
  return mapping[column] === "pin" || fieldOf(headers[column] ?? "") === "pin";
}

export function hasSecretColumn(shape: Shape): boolean {
  return shape.headers.some((_, column) => isSecretColumn(shape, column));
}

/** What stands for a code that is there and is not shown. */
export const hiddenCell = "••••••";

/**
 * A row's cells without keypad codes. In a row that is too long or too short any cell may be the one with the code, so
 * there whatever looks like one is left out.
 */
export function maskCells(
  row: { readonly cells: readonly string[]; readonly problem?: unknown },
  shape: Shape,
  mask = "",
): string[] {
  const anywhere = row.problem !== undefined && hasSecretColumn(shape);
  return row.cells.map((cell, column) => {
    const secret = isSecretColumn(shape, column) || (anywhere && /\d{6}/.test(cell));
    return secret && cell.trim() !== "" ? mask : cell;
  });
}
