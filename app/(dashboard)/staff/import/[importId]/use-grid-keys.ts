"use client";

import { type KeyboardEvent, useRef, useState } from "react";

/** Arrow keys over a sheet of cells, of which one at a time can be reached with Tab. */
export function useGridKeys(rows: number, columns: number) {
  const ref = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState({ row: 0, column: 0 });
  // Another page may have fewer rows than the one before.
  const active = { row: Math.min(at.row, rows - 1), column: Math.min(at.column, columns - 1) };

  function focusAt(row: number, column: number, move = true) {
    setAt({ row, column });
    if (!move) return;
    // The cell may only be drawn after this event, when an editor closes.
    requestAnimationFrame(() =>
      ref.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)?.focus(),
    );
  }

  function keys(event: KeyboardEvent) {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.cell === undefined) return;
    const { row, column } = active;
    const next = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, columns - 1],
    }[event.key];
    if (!next) return;
    event.preventDefault();
    const [toRow = 0, toColumn = 0] = next;
    focusAt(Math.max(0, Math.min(toRow, rows - 1)), Math.max(0, Math.min(toColumn, columns - 1)));
  }

  return { ref, active, keys, focusAt };
}
