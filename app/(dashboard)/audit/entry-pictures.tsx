import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { DayBars } from "@/components/charts/day-bars";
import { HourMap } from "@/components/charts/hour-map";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/auth/actor";
import type { EntryFilter } from "@/lib/entries/list";
import { countForPictures, mostDays, mostDrawn } from "@/lib/entries/pictures";
import { formatDateTime, formatLocalDate, formatZone } from "@/lib/time/format";
import { addDays, localDateTimeOf } from "@/lib/time/zones";
import { DayTable } from "./day-table";
import { DoorBars } from "./door-bars";

/** When people come, where and how often in vain: what is filtered, in pictures of which each part leads to its entries. */
export async function EntryPictures({
  actor,
  filter,
  timeZone,
  hrefWith,
}: {
  actor: Actor;
  filter: EntryFilter;
  timeZone: string;
  /** The list with this instead in its address. */
  hrefWith: (change: Record<string, string | null>) => string;
}) {
  const [{ total, oldest, byHour, byDay, hasOlderDays, byDoor }, t, locale] = await Promise.all([
    countForPictures(actor, filter, timeZone),
    getTranslations("entries.pictures"),
    getLocale(),
  ]);
  if (total === 0) return <EmptyState icon="chart-column" title={t("none")} />;
  const isCut = total === mostDrawn && oldest !== null;
  // A part of a picture leads to what it counts, and to nothing older.
  const counted = isCut && filter.range.from === null ? localDateTimeOf(oldest, timeZone) : null;
  const hrefOfPart: typeof hrefWith = (change) =>
    hrefWith(counted === null ? change : { when: "custom", from: counted, ...change });
  const ofDay = (day: string) => ({ when: "custom", from: day, until: addDays(day, 1), page: null });
  const refusedOfDay = (day: string) => hrefWith({ ...ofDay(day), outcome: "refused" });
  const days = byDay.map(({ day, count, refused }) => ({
    ...{ day, count, refused, href: hrefWith(ofDay(day)), refusedHref: refusedOfDay(day) },
    name: t("dayCell", { day: formatLocalDate(day, locale), n: count, refused }),
  }));
  const refusals = days.map((bar) => ({
    ...{ day: bar.day, count: bar.refused, refused: bar.refused, href: bar.refusedHref },
    name: t("refusedCell", { day: formatLocalDate(bar.day, locale), n: bar.refused }),
  }));
  const note = (text: string) => (hasOlderDays ? `${text} ${t("olderDays", { n: mostDays })}` : text);
  return (
    <div className="space-y-6">
      {isCut && (
        <p className="text-sm text-muted">
          {t("most", {
            n: mostDrawn,
            from: `${formatDateTime(oldest, locale, timeZone)} ${formatZone(oldest, locale, timeZone)}`,
          })}
        </p>
      )}
      <Card title={t("heat")} description={t("heatText", { zone: timeZone })}>
        <HourMap
          counts={byHour}
          label={t("heat")}
          hourHeader={t("weekday")}
          hrefOf={(weekday, hour) => hrefOfPart({ weekday: String(weekday), hour: String(hour), page: null })}
          nameOf={(weekday, time, n) => t("cell", { weekday, time, n })}
        />
      </Card>
      <Card title={t("days")} description={note(t("daysText"))}>
        <DayBars days={days} label={t("days")} />
        <AsTable summary={t("table")}>
          <DayTable days={days.toReversed()} label={t("days")} />
        </AsTable>
      </Card>
      <Card title={t("refusals")} description={note(t("refusalsText"))}>
        {refusals.some(({ count }) => count > 0) ? (
          <>
            <DayBars days={refusals} label={t("refusals")} />
            <AsTable summary={t("table")}>
              <DayTable days={days.filter(({ refused }) => refused > 0).toReversed()} label={t("refusals")} />
            </AsTable>
          </>
        ) : (
          <p className="text-muted">{t("noRefusals")}</p>
        )}
      </Card>
      <Card title={t("doors")} description={t("doorsText")} padded={false}>
        <DoorBars doors={byDoor} hrefWith={hrefOfPart} />
      </Card>
    </div>
  );
}

/** The figures of a picture; on paper they always stand below it. */
function AsTable({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details className="mt-3 print:[&::details-content]:[content-visibility:visible]">
      <summary className="min-h-6 cursor-pointer text-sm font-medium text-accent print:hidden">
        {summary}
      </summary>
      {children}
    </details>
  );
}
