import { useLocale, useTranslations } from "next-intl";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { type Burst, burst } from "@/lib/keypads/bursts";
import type { Keypad } from "@/lib/keypads/queries";
import { formatDateTime, formatNumber, formatTime } from "@/lib/time/format";
import { WrongCodeChart } from "../wrong-code-chart";

const hourMs = 3_600_000;

/** When somebody tried what the keypad does not know: a picture of the day, and bursts with their times. */
export function WrongCard({
  keypad: { wrong, siteZone },
  bursts,
  days,
  now,
}: {
  keypad: Keypad;
  bursts: readonly Burst[];
  days: number;
  now: number;
}) {
  const t = useTranslations("keypads.wrong");
  const locale = useLocale();
  const zone = siteZone ?? "UTC";
  const hours = wrong.hours.map((count, index) => ({
    count,
    from: now - (wrong.hours.length - index) * hourMs,
  }));
  return (
    <Card title={t("title")} description={t("text", { zone })}>
      {wrong.count === 0 ? (
        <p className="text-muted">{t("noneText")}</p>
      ) : (
        <figure>
          <figcaption className="tnum mb-2 font-medium">{t("count", { count: wrong.count })}</figcaption>
          <WrongCodeChart hours={wrong.hours} tall />
          <p aria-hidden="true" className="tnum flex justify-between text-sm text-muted">
            <span>{formatTime(now - hours.length * hourMs, locale, zone)}</span>
            <span>{formatTime(now - (hours.length / 2) * hourMs, locale, zone)}</span>
            <span>{formatTime(now, locale, zone)}</span>
          </p>
          <details className="mt-2">
            <summary className="min-h-6 text-sm text-muted">{t("table")}</summary>
            <SimpleTable
              label={t("title")}
              rows={hours.filter(({ count }) => count > 0)}
              rowId={({ from }) => String(from)}
              columns={[
                { id: "hour", header: t("hour"), cell: ({ from }) => formatDateTime(from, locale, zone) },
                {
                  id: "tries",
                  header: t("tries"),
                  align: "end",
                  cell: ({ count }) => formatNumber(count, locale),
                },
              ]}
            />
          </details>
        </figure>
      )}
      <h3 className="mt-4 font-medium">{t("bursts", { days })}</h3>
      <p className="text-sm text-muted">
        {t("burstsHint", { count: burst.count, minutes: burst.withinMs / 60_000 })}
      </p>
      {bursts.length === 0 ? (
        <p className="mt-1 text-muted">{t("noBursts")}</p>
      ) : (
        <ul className="tnum mt-1 space-y-1">
          {bursts.map(({ from, until, count }) => (
            <li key={from}>
              {t("burst", {
                count: formatNumber(count, locale),
                from: formatDateTime(from, locale, zone),
                until: formatTime(until, locale, zone),
              })}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
