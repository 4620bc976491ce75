"use client";

import type { ReactNode } from "react";
import type { Filter } from "./column";
import type { ListState } from "./list-state";
import { Toolbar } from "./toolbar";
import { useListAddress } from "./use-list-address";

/** Search and filters of a list above another view of it than the table. */
export function FilterBar(props: {
  list: ListState;
  filters: readonly Filter[];
  searchLabel: string | undefined;
  actions: ReactNode;
}) {
  return <Toolbar {...props} columns={[]} address={useListAddress()} />;
}
