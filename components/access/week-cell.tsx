import type { TimeWindow } from "@/lib/access/types";
import { useScheduleText } from "./use-schedule-text";
import { WeekStrip } from "./week-strip";

/** A schedule in a table: its week, and what it is called. */
export function WeekCell({ windows, name }: { windows: readonly TimeWindow[]; name: string }) {
  const times = useScheduleText();
  return (
    <span className="block space-y-1 py-1">
      <WeekStrip windows={windows} label={times(windows)} />
      <span className="block text-sm">{name}</span>
    </span>
  );
}
