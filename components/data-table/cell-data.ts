import type { ReactNode } from "react";
import type { WeekMoment } from "@/components/access/week-strip";
import type { Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { TimeWindow } from "@/lib/access/types";

export interface BadgeData {
  readonly text: string;
  readonly tone?: Tone;
  readonly icon?: IconName;
}

/**
 * What stands in many cells, as plain data. Long lists use it: elements weigh several times as much on their way to the
 * browser, and past a few rows React sends each of them as a piece of its own that a script has to put in its place.
 */
export type CellData =
  /** What a row is called, leading to it; `below` says it in other words. */
  | { readonly kind: "name"; readonly text: string; readonly below: string }
  | { readonly kind: "badges"; readonly badges: readonly BadgeData[]; readonly href?: string }
  | {
      readonly kind: "week";
      readonly windows: readonly TimeWindow[];
      readonly now?: WeekMoment;
      readonly label: string;
    }
  | { readonly kind: "text"; readonly text: string; readonly look: "figures" | "muted" };

export type Cell = ReactNode | CellData;

export function isCellData(cell: Cell): cell is CellData {
  return typeof cell === "object" && cell !== null && "kind" in cell;
}
