import { useLocale, useTranslations } from "next-intl";
import { SimpleTable } from "@/components/data-table/simple-table";
import { PageLink } from "@/components/ui/page-link";
import { formatLocalDate, formatNumber } from "@/lib/time/format";

interface Day {
  readonly day: string;
  readonly count: number;
  readonly refused: number;
  readonly href: string;
  readonly refusedHref: string;
  readonly name: string;
}

const linkClass = "inline-flex min-h-6 items-center font-medium text-accent hover:underline";

/** The same days as in a picture, in figures. */
export function DayTable({ days, label }: { days: readonly Day[]; label: string }) {
  const t = useTranslations("entries.pictures");
  const locale = useLocale();
  return (
    <SimpleTable
      label={label}
      rows={days}
      rowId={({ day }) => day}
      columns={[
        {
          id: "day",
          header: t("day"),
          cell: ({ day, count, href }) =>
            count === 0 ? (
              formatLocalDate(day, locale)
            ) : (
              <PageLink href={href} className={linkClass}>
                {formatLocalDate(day, locale)}
              </PageLink>
            ),
        },
        {
          id: "count",
          header: t("number"),
          align: "end",
          cell: ({ count }) => formatNumber(count, locale),
        },
        {
          id: "refused",
          header: t("refused"),
          align: "end",
          cell: ({ day, refused, refusedHref }) =>
            refused === 0 ? (
              "0"
            ) : (
              <PageLink
                href={refusedHref}
                aria-label={t("refusedCell", { day: formatLocalDate(day, locale), n: refused })}
                className={linkClass}
              >
                {formatNumber(refused, locale)}
              </PageLink>
            ),
        },
      ]}
    />
  );
}
