"use client";

import { useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import {
  asSingleWindow,
  largestInside,
  minutesPerWeek,
  smallestAround,
  subtract,
} from "@/lib/access/schedule";
import type { TimeWindow } from "@/lib/access/types";
import { typedOf, windowsOf } from "@/lib/schedules/schema";
import type { ScheduleFormApi } from "./schedule-form";

/** The week as it would be, live, with what it gains and loses against the saved one. */
export function WeekPreview({ form, saved }: { form: ScheduleFormApi; saved: readonly TimeWindow[] | null }) {
  const t = useTranslations("schedules.form");
  const text = useScheduleText();
  const hours = useHours();
  const windows = windowsOf(useWatch({ control: form.control, name: "windows" }));
  const gained = saved ? subtract(windows, saved) : [];
  const lost = saved ? subtract(saved, windows) : [];
  return (
    <div className="space-y-4 xl:sticky xl:top-20">
      <Card title={t("week")} description={t("weekHint")}>
        <WeekStrip windows={windows} gained={gained} lost={lost} size="lg" label={text(windows)} />
        <div role="status" className="tnum mt-3 space-y-1">
          <p>
            {text(windows)}
            <span className="text-muted"> · {t("perWeek", { time: hours(minutesPerWeek(windows)) })}</span>
          </p>
          {gained.length > 0 && <p className="text-sm text-ok">{t("gained", { times: text(gained) })}</p>}
          {lost.length > 0 && <p className="text-sm text-danger">{t("lost", { times: text(lost) })}</p>}
        </div>
      </Card>
      {windows.length > 0 && asSingleWindow(windows) === null && (
        <TwoWindows windows={windows} onChoose={(window) => form.setValue("windows", [typedOf(window)])} />
      )}
    </div>
  );
}

/** One entry on a lock holds one window: said while it is typed, not when people stand before a door. */
function TwoWindows({
  windows,
  onChoose,
}: {
  windows: readonly TimeWindow[];
  onChoose: (window: TimeWindow) => void;
}) {
  const t = useTranslations("schedules.split");
  const text = useScheduleText();
  const hours = useHours();
  const minutes = minutesPerWeek(windows);
  const inside = largestInside(windows);
  const wider = smallestAround(windows);
  return (
    <Callout tone="warn" title={t("title")} live>
      <p>{t("text")}</p>
      <ul className="mt-3 space-y-3">
        {inside && (
          <li className="space-y-1.5">
            <p>
              <span className="tnum font-medium text-ink">{text([inside])}</span>
              <span className="block text-sm">
                {t("inside", { time: hours(minutes - minutesPerWeek([inside])) })}
              </span>
            </p>
            <Button size="sm" onClick={() => onChoose(inside)}>
              {t("useInside")}
            </Button>
          </li>
        )}
        {wider && (
          <li className="space-y-1.5">
            <p>
              <span className="tnum font-medium text-ink">{text([wider])}</span>
              <span className="block text-sm">
                {t("wider", { time: hours(minutesPerWeek([wider]) - minutes) })}
              </span>
            </p>
            <Button size="sm" onClick={() => onChoose(wider)}>
              {t("useWider")}
            </Button>
          </li>
        )}
      </ul>
      <p className="mt-3 text-sm">{t("otherwise")}</p>
    </Callout>
  );
}

/** "45 h", "7 h 30 min" */
function useHours(): (minutes: number) => string {
  const t = useTranslations("schedules");
  return (total) => {
    const [hours, minutes] = [Math.floor(total / 60), total % 60];
    return minutes === 0 ? t("hours", { hours }) : t("hoursMinutes", { hours, minutes });
  };
}
