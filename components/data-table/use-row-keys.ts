"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useRef, useState } from "react";
import type { DrawnRow } from "./column";

/** Arrows move the focus from row to row, space selects, enter opens; one row at a time is a tab stop. */
export function useRowKeys(rows: readonly DrawnRow[], toggle: ((id: string) => void) | null) {
  const router = useRouter();
  const body = useRef<HTMLTableSectionElement>(null);
  const [current, setCurrent] = useState(0);

  function moveTo(index: number) {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setCurrent(next);
    body.current?.rows[next]?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, index: number) {
    // What a cell holds has its own keys.
    if (event.target !== event.currentTarget) return;
    const row = rows[index];
    const action = {
      ArrowDown: () => moveTo(index + 1),
      ArrowUp: () => moveTo(index - 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      " ": toggle && row ? () => toggle(row.id) : undefined,
      Enter: row?.href ? () => router.push(row.href as Route) : undefined,
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  const rowProps = (index: number) => ({
    tabIndex: index === Math.min(current, rows.length - 1) ? 0 : -1,
    onFocus: () => setCurrent(index),
    onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => onKeyDown(event, index),
  });

  return { body, rowProps };
}
