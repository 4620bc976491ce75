import { describeSchedule } from "@/lib/access/describe";
import type { TimeWindow } from "@/lib/access/types";
import { formatMinutes, formatWeekdays } from "@/lib/time/format";
import { weekdaysOf } from "@/lib/time/weekdays";
import { paperWords } from "./words";

/** "Mon-Fri 08:00-18:00": one window in the words of the person who reads the sheet. */
export function weekTextOf(window: TimeWindow, language: "en" | "de"): string {
  const text = describeSchedule([window]);
  const t = paperWords(language);
  if (text.kind === "never") return t("never");
  if (text.kind === "always") return t("always");
  return text.lines
    .map(({ days, fromMinute, untilMinute, wholeDay }) => {
      const names = days.length === 7 ? t("everyDay") : formatWeekdays(weekdaysOf(days), language);
      return wholeDay ? names : `${names} ${formatMinutes(fromMinute, untilMinute)}`;
    })
    .join(", ");
}
