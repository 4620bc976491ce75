import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { type HeadCount, spansOf } from "@/lib/devices/week";
import { formatMinutes, formatNumber, type TimeLocale, weekdayName } from "@/lib/time/format";
import { WeekHeat } from "./week-heat";

/** The week at a glance: how many people may come in at each hour, as a picture and in words. */
export function WeekCard({
  counts,
  timeZone,
  now,
}: {
  counts: HeadCount;
  /** The device's own zone: its clock decides. */
  timeZone: string;
  now: { weekday: number; minute: number };
}) {
  const t = useTranslations("devices.week");
  const locale = useLocale();
  const most = Math.max(...counts.flat());
  return (
    <Card title={t("title")} description={t("text", { zone: timeZone })}>
      {most === 0 ? (
        <p className="text-muted">{t("nobody")}</p>
      ) : (
        <div className="space-y-3">
          <WeekHeat counts={counts} now={now} label={t("label", { most: formatNumber(most, locale) })} />
          <details className="text-sm">
            <summary className="inline-flex min-h-6 items-center font-medium text-accent">
              {t("inWords")}
            </summary>
            <dl className="mt-2 space-y-1">
              {counts.map((hours, day) => (
                <div key={weekdayName(day, "en")} className="flex gap-3">
                  <dt className="w-24 shrink-0 text-muted">{weekdayName(day, locale, "long")}</dt>
                  <dd className="tnum">{dayText(hours, t, locale)}</dd>
                </div>
              ))}
            </dl>
          </details>
        </div>
      )}
    </Card>
  );
}

function dayText(
  hours: readonly number[],
  t: ReturnType<typeof useTranslations<"devices.week">>,
  locale: TimeLocale,
): string {
  const spans = spansOf(hours).filter(({ people }) => people > 0);
  if (spans.length === 0) return t("dayNobody");
  return spans
    .map(({ fromMinute, untilMinute, people }) =>
      t("span", {
        times: formatMinutes(fromMinute, untilMinute),
        count: people,
        people: formatNumber(people, locale),
      }),
    )
    .join(", ");
}
