import { useTranslations } from "next-intl";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import type { TimeWindow } from "@/lib/access/types";

/** A schedule as a picture, and in words beside it where there is room. It belongs to no zone: doors bring their own. */
export function ScheduleWeek({
  windows,
  withText = false,
}: {
  windows: readonly TimeWindow[];
  withText?: boolean;
}) {
  const t = useTranslations("schedules");
  const times = useScheduleText()(windows);
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <WeekStrip windows={windows} label={t("stripLabel", { times })} />
      {withText && <span className="tnum text-sm text-muted">{times}</span>}
    </span>
  );
}
