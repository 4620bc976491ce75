import { getLocale, getTranslations } from "next-intl/server";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLink } from "@/components/ui/page-link";
import type { Actor } from "@/lib/auth/actor";
import type { EntryFilter } from "@/lib/entries/list";
import { countForPictures, mostDrawn } from "@/lib/entries/pictures";
import { formatLocalDate, weekdayName } from "@/lib/time/format";
import { addDays, localClock } from "@/lib/time/zones";
import { WeekHeat } from "../locks/[deviceId]/week-heat";

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const bar = { width: 10, gap: 3, height: 96 };
/** Days that fit beside each other; all of them are in the table. */
const mostBars = 60;

/** When people come: the entries that are filtered, by hour of the week and by day. */
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
  hrefWith: (change: Record<string, string>) => string;
}) {
  const [{ total, byHour, byDay }, t, locale] = await Promise.all([
    countForPictures(actor, filter, timeZone),
    getTranslations("entries.pictures"),
    getLocale(),
  ]);
  if (total === 0) return <EmptyState icon="chart-column" title={t("none")} />;
  const hrefOf = (day: string) =>
    hrefWith({ when: "custom", from: `${day}T00:00`, until: `${addDays(day, 1)}T00:00` });
  const shown = byDay.slice(0, mostBars).toReversed();
  const most = Math.max(1, ...shown.map(({ count }) => count));
  const scale = (count: number) => (count / most) * bar.height;
  return (
    <div className="space-y-6">
      {total === mostDrawn && <p className="text-sm text-muted">{t("most", { n: mostDrawn })}</p>}
      <Card title={t("heat")} description={t("heatText", { zone: timeZone })}>
        <WeekHeat counts={byHour} now={clockOf(timeZone)} label={t("heat")} />
        <details className="mt-3">
          <summary className="min-h-6 cursor-pointer text-sm font-medium text-accent">{t("table")}</summary>
          <SimpleTable
            label={t("heat")}
            rows={hours}
            rowId={String}
            columns={[
              { id: "hour", header: t("hour"), cell: (hour) => `${String(hour).padStart(2, "0")}:00` },
              ...byHour.map((counts, day) => ({
                id: String(day),
                header: weekdayName(day, locale),
                align: "end" as const,
                cell: (hour: number) => String(counts[hour] ?? 0),
              })),
            ]}
          />
        </details>
      </Card>
      <Card title={t("days")} description={t("daysText")}>
        <svg
          role="img"
          aria-label={t("days")}
          viewBox={`0 0 ${shown.length * (bar.width + bar.gap)} ${bar.height}`}
          className="h-24 max-w-full"
        >
          <title>{t("days")}</title>
          {shown.map(({ day, count, refused }, index) => (
            <g key={day}>
              <title>{t("dayCell", { day: formatLocalDate(day, locale), n: count, refused })}</title>
              <path d={barPath(index, scale(count))} className="fill-strip" />
              <path d={barPath(index, scale(refused))} className="fill-danger" />
            </g>
          ))}
        </svg>
        <details className="mt-3">
          <summary className="min-h-6 cursor-pointer text-sm font-medium text-accent">{t("table")}</summary>
          <SimpleTable
            label={t("days")}
            rows={byDay}
            rowId={({ day }) => day}
            columns={[
              {
                id: "day",
                header: t("day"),
                cell: ({ day }) => (
                  <PageLink
                    href={hrefOf(day)}
                    className="inline-flex min-h-6 items-center font-medium text-accent hover:underline"
                  >
                    {formatLocalDate(day, locale)}
                  </PageLink>
                ),
              },
              { id: "count", header: t("number"), align: "end", cell: ({ count }) => String(count) },
              { id: "refused", header: t("refused"), align: "end", cell: ({ refused }) => String(refused) },
            ]}
          />
        </details>
      </Card>
    </div>
  );
}

function barPath(index: number, height: number): string {
  return `M${index * (bar.width + bar.gap)} ${bar.height}h${bar.width}v${-height}h${-bar.width}z`;
}

function clockOf(timeZone: string) {
  const { weekday, minute } = localClock(Date.now(), timeZone);
  return { weekday, minute };
}
