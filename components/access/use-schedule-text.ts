import { useLocale, useTranslations } from "next-intl";
import { describeSchedule } from "@/lib/access/describe";
import type { TimeWindow } from "@/lib/access/types";
import { formatMinutes, formatWeekdays, type TimeLocale } from "@/lib/time/format";
import { weekdaysOf } from "@/lib/time/weekdays";

type Words = (key: "strip.none" | "preview.always" | "preview.everyDay") => string;

/** "Mon-Thu 08:00-18:00, Fri 08:00-15:00": windows in words; `t` speaks of access. */
export function scheduleText(windows: readonly TimeWindow[], locale: TimeLocale, t: Words): string {
  const text = describeSchedule(windows);
  if (text.kind === "never") return t("strip.none");
  if (text.kind === "always") return t("preview.always");
  return text.lines
    .map((line) => {
      const days =
        line.days.length === 7 ? t("preview.everyDay") : formatWeekdays(weekdaysOf(line.days), locale);
      return line.wholeDay ? days : `${days} ${formatMinutes(line.fromMinute, line.untilMinute)}`;
    })
    .join(", ");
}

/** Windows in words, for a strip's label and wherever they stand alone. */
export function useScheduleText(): (windows: readonly TimeWindow[]) => string {
  const t = useTranslations("access");
  const locale = useLocale();
  return (windows) => scheduleText(windows, locale, t);
}
