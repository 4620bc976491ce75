import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import type { RuleRow } from "@/lib/rules/queries";
import { formatLocalDate, formatNumber } from "@/lib/time/format";
import { ScheduleWeek } from "../schedules/schedule-week";
import { StateCounts } from "./state-counts";

/** The columns of the rules; cells are drawn on the server. */
export async function ruleColumns(): Promise<Column<RuleRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("rules"), getLocale()]);
  return [
    {
      id: "subject",
      header: t("column.subject"),
      sortable: true,
      fixed: true,
      width: "14rem",
      cell: (row) => (
        <PageLink href={`/rules/${row.id}`} className="flex max-w-60 items-center gap-2 hover:underline">
          <Icon name={row.teamId ? "users-round" : "user"} className="shrink-0 text-muted" />
          <span className="truncate font-medium">
            {row.subjectName}
            <span className="sr-only"> ({t(row.teamId ? "subject.team" : "subject.staff")})</span>
          </span>
        </PageLink>
      ),
    },
    {
      id: "area",
      header: t("column.area"),
      sortable: true,
      cell: (row) => (
        <PageLink href={`/areas/${row.areaId}`} className="block max-w-56 truncate hover:underline">
          {row.areaName}
        </PageLink>
      ),
    },
    {
      id: "schedule",
      header: t("column.schedule"),
      sortable: true,
      width: "13rem",
      cell: (row) => (
        <span className="block py-1">
          <PageLink
            href={`/schedules/${row.scheduleId}`}
            className="mb-1 block max-w-48 truncate hover:underline"
          >
            {row.scheduleName}
          </PageLink>
          <ScheduleWeek windows={row.windows} />
        </span>
      ),
    },
    {
      id: "kinds",
      header: t("column.kinds"),
      phone: "second",
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.app && <Badge icon="smartphone">{t("kind.app")}</Badge>}
          {row.keypad && <Badge icon="keyboard">{t("kind.keypad")}</Badge>}
          {row.remote && <Badge icon="radio">{t("kind.remote")}</Badge>}
        </span>
      ),
    },
    {
      id: "dates",
      header: t("column.dates"),
      cell: ({ firstDay, lastDay }) =>
        (firstDay || lastDay) && (
          <span className="tnum text-sm text-muted">
            {firstDay && t("from", { day: formatLocalDate(firstDay, locale) })}{" "}
            {lastDay && t("until", { day: formatLocalDate(lastDay, locale) })}
          </span>
        ),
    },
    {
      id: "people",
      header: t("column.people"),
      align: "end",
      cell: (row) => (
        <PageLink
          href={row.teamId ? `/staff?team=${row.teamId}` : `/staff/${row.staffId}`}
          className="inline-flex min-h-6 items-center hover:underline"
        >
          {formatNumber(row.people, locale)}
        </PageLink>
      ),
    },
    {
      id: "state",
      header: t("column.state"),
      phone: "main",
      cell: (row) => <StateCounts counts={row.states} />,
    },
  ];
}
