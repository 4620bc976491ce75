import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import type { ScheduleRow } from "@/lib/schedules/queries";
import { formatNumber } from "@/lib/time/format";
import { ScheduleWeek } from "./schedule-week";

/** The columns of the schedules; cells are drawn on the server. */
export async function scheduleColumns(): Promise<Column<ScheduleRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("schedules"), getLocale()]);
  return [
    {
      id: "name",
      header: t("column.name"),
      sortable: true,
      fixed: true,
      width: "14rem",
      cell: (row) => (
        <PageLink
          href={`/schedules/${row.id}`}
          className="block max-w-64 truncate font-medium hover:underline"
        >
          {row.name}
        </PageLink>
      ),
    },
    {
      id: "week",
      header: t("column.week"),
      width: "24rem",
      phone: "second",
      cell: (row) => <ScheduleWeek windows={row.windows} withText />,
    },
    {
      id: "rules",
      header: t("column.rules"),
      sortable: true,
      align: "end",
      cell: (row) => (
        <PageLink
          href={`/rules?schedule=${row.id}`}
          className="inline-flex min-h-6 items-center hover:underline"
        >
          {formatNumber(row.rules, locale)}
        </PageLink>
      ),
    },
    {
      id: "people",
      header: t("column.people"),
      sortable: true,
      align: "end",
      cell: (row) => formatNumber(row.people, locale),
    },
  ];
}
