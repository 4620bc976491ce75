"use client";

import { createContext, useContext } from "react";

interface Selection {
  readonly ids: readonly string[];
  readonly clear: () => void;
}

export const SelectionContext = createContext<Selection>({ ids: [], clear: () => {} });

/** The rows that are selected, for what stands in a table's bulk bar. */
export function useSelection(): Selection {
  return useContext(SelectionContext);
}
