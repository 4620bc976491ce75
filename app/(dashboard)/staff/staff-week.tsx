import { useTranslations } from "next-intl";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import type { TimeWindow } from "@/lib/access/types";
import { localClock } from "@/lib/time/zones";

/** When a person may come in somewhere. The present moment is drawn only where all doors share one clock. */
export function StaffWeek({
  windows,
  timeZones,
  now,
  size = "sm",
}: {
  windows: readonly TimeWindow[];
  timeZones: readonly string[];
  now: number;
  size?: "sm" | "md";
}) {
  const t = useTranslations("staff.week");
  const times = useScheduleText()(windows);
  const [zone, ...others] = timeZones;
  if (zone === undefined) return <WeekStrip windows={[]} size={size} label={times} />;
  if (others.length > 0) {
    return <WeekStrip windows={windows} size={size} label={t("labelMany", { times })} />;
  }
  return (
    <WeekStrip
      windows={windows}
      size={size}
      now={localClock(now, zone)}
      label={t("label", { times, zone })}
    />
  );
}
