import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import { formatLocalDate } from "@/lib/time/format";
import type { VisitRow } from "@/lib/visits/queries";
import { ScheduleWeek } from "../schedules/schedule-week";
import { DoorsCell } from "./doors-cell";
import { VisitStateBadge } from "./visit-state-badge";

/** The columns of the visits; cells are drawn on the server. */
export async function visitColumns(): Promise<Column<VisitRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("visits"), getLocale()]);
  return [
    {
      id: "name",
      header: t("column.name"),
      sortable: true,
      fixed: true,
      width: "14rem",
      cell: (row) => ({
        kind: "name",
        text: row.name,
        below: [row.company, row.purpose].filter((part) => part !== "").join(" · "),
      }),
    },
    {
      id: "state",
      header: t("column.state"),
      phone: "main",
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          <VisitStateBadge state={row.state} />
          {row.askedFor && (
            <Badge icon="mail" tone="accent">
              {t("askedFor", { day: formatLocalDate(row.askedFor, locale) })}
            </Badge>
          )}
        </span>
      ),
    },
    {
      id: "host",
      header: t("column.host"),
      sortable: true,
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <PageLink
            href={`/staff/${row.hostId}`}
            className="inline-flex min-h-6 max-w-48 items-center truncate hover:underline"
          >
            {row.hostName}
          </PageLink>
          {row.hostStanding !== "here" && row.state !== "over" && (
            <Badge tone="danger" icon="circle-alert">
              {t(`hostIs.${row.hostStanding}`)}
            </Badge>
          )}
        </span>
      ),
    },
    {
      id: "lastDay",
      header: t("column.days"),
      sortable: true,
      cell: ({ firstDay, lastDay }) => (
        <span className="tnum block whitespace-nowrap">
          {lastDay && <span className="block">{t("until", { day: formatLocalDate(lastDay, locale) })}</span>}
          {firstDay && firstDay !== lastDay && (
            <span className="block text-sm text-muted">
              {t("from", { day: formatLocalDate(firstDay, locale) })}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "week",
      header: t("column.week"),
      width: "10rem",
      cell: (row) => row.windows.length > 0 && <ScheduleWeek windows={row.windows} />,
    },
    { id: "doors", header: t("column.doors"), phone: "second", cell: (row) => <DoorsCell row={row} /> },
  ];
}
