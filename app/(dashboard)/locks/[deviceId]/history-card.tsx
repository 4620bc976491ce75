import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import type { BatteryReading, Outage } from "@/lib/devices/history";
import { formatDateTime, formatPercent } from "@/lib/time/format";
import { formatMoment } from "../format-moment";
import { lengthText } from "../length-text";
import { BatteryLine } from "./battery-line";

const parts = ["lock", "keypad", "sensor"] as const;
const mostTold = 12;

/** How the batteries went down, and when the device could not be reached. */
export function HistoryCard({
  readings,
  outages,
  since,
  now,
  timeZone,
}: {
  readings: readonly BatteryReading[];
  outages: readonly Outage[];
  since: number;
  now: number;
  timeZone: string;
}) {
  const t = useTranslations("devices.history");
  const known = parts
    .map((part) => ({ part, readings: readings.filter((reading) => reading.part === part) }))
    .filter((one) => one.readings.length > 0);
  return (
    <Card title={t("title")} description={t("text")}>
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <section className="space-y-4">
          <h3 className="font-medium">{t("batteries")}</h3>
          {known.length === 0 && <p className="text-muted">{t("noReadings")}</p>}
          {known.map(({ part, readings }) => (
            <BatteryPartHistory key={part} part={part} {...{ readings, since, now, timeZone }} />
          ))}
        </section>
        <section>
          <h3 className="mb-2 font-medium">{t("outages")}</h3>
          <Outages {...{ outages, now, timeZone }} />
        </section>
      </div>
    </Card>
  );
}

function BatteryPartHistory({
  part,
  readings,
  since,
  now,
  timeZone,
}: {
  part: (typeof parts)[number];
  readings: readonly BatteryReading[];
  since: number;
  now: number;
  timeZone: string;
}) {
  const t = useTranslations("devices");
  const locale = useLocale();
  const name = t(`batteries.part.${part}`);
  const levelOf = ({ charge, critical }: BatteryReading) => {
    const percent = charge === null ? null : formatPercent(charge / 100, locale);
    if (critical) return percent ? t("batteries.criticalAt", { charge: percent }) : t("batteries.critical");
    return percent ?? t("batteries.good");
  };
  const last = readings.at(-1);
  if (!last) return null;
  const from = Math.max(since, readings[0]?.at.getTime() ?? since);
  return (
    <div className="max-w-80 space-y-1.5">
      <p className="tnum flex justify-between gap-4 text-sm">
        <span className="text-muted">{name}</span>
        <span>{levelOf(last)}</span>
      </p>
      <BatteryLine
        readings={readings}
        from={from}
        until={now}
        label={t("history.line", {
          part: name,
          from: formatMoment(from, now, locale, timeZone),
          level: levelOf(last),
        })}
      />
      <details className="text-sm">
        <summary className="inline-flex min-h-6 items-center text-accent">{t("history.asTable")}</summary>
        <table className="tnum mt-1 w-full">
          <caption className="sr-only">{name}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">{t("history.at")}</th>
              <th scope="col">{t("history.level")}</th>
            </tr>
          </thead>
          <tbody>
            {readings
              .slice(-mostTold)
              .toReversed()
              .map((reading) => (
                <tr key={reading.at.getTime()} className="border-t border-line">
                  <td className="py-1 text-muted">
                    {formatDateTime(reading.at.getTime(), locale, timeZone)}
                  </td>
                  <td className="py-1 text-right">{levelOf(reading)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

function Outages({ outages, now, timeZone }: { outages: readonly Outage[]; now: number; timeZone: string }) {
  const t = useTranslations("devices");
  const locale = useLocale();
  if (outages.length === 0) return <p className="text-muted">{t("history.noOutages")}</p>;
  return (
    <ul className="divide-y divide-line border-t border-line">
      {outages.map(({ id, serverState, from, until }) => {
        const begin = formatDateTime(from.getTime(), locale, timeZone);
        const length = lengthText((until?.getTime() ?? now) - from.getTime(), t);
        return (
          <li key={id} className="flex flex-wrap justify-between gap-x-4 py-1.5">
            <span className="tnum">
              {serverState === 4 ? t("history.outage") : t("history.ended", { state: serverState })}
              <span className="text-muted">
                {" "}
                {until
                  ? t("history.fromUntil", {
                      from: begin,
                      until: formatMoment(until.getTime(), from.getTime(), locale, timeZone),
                    })
                  : t("history.still", { from: begin })}
              </span>
            </span>
            <span className={`tnum ${until ? "text-muted" : "text-warn"}`}>{length}</span>
          </li>
        );
      })}
    </ul>
  );
}
