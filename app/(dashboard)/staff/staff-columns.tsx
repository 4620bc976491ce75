import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import type { StaffListRow } from "@/lib/staff/list";
import { formatLocalDate } from "@/lib/time/format";
import { DoorCounts } from "./door-counts";
import { StaffWeek } from "./staff-week";
import { StatusBadge } from "./status-badge";

/** The columns of the staff list; cells are drawn on the server. */
export async function staffColumns(now: number): Promise<Column<StaffListRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("staff"), getLocale()]);
  const day = (date: string | null) => date && <span className="tnum">{formatLocalDate(date, locale)}</span>;
  return [
    {
      id: "name",
      header: t("column.name"),
      sortable: true,
      fixed: true,
      width: "15rem",
      cell: (row) => (
        <span className="block max-w-64 min-w-0">
          <PageLink href={`/staff/${row.id}`} className="block truncate font-medium hover:underline">
            {row.name}
          </PageLink>
          <span className="block truncate text-sm text-muted">{row.email ?? row.externalId ?? ""}</span>
        </span>
      ),
    },
    {
      id: "teams",
      header: t("column.teams"),
      cell: (row) => (
        <span className="flex max-w-56 flex-wrap gap-1">
          {row.teams.slice(0, 3).map((team) => (
            <Badge key={team.id}>{team.name}</Badge>
          ))}
          {row.teams.length > 3 && <Badge>{`+${row.teams.length - 3}`}</Badge>}
        </span>
      ),
    },
    {
      id: "week",
      header: t("column.week"),
      width: "10rem",
      cell: (row) => <StaffWeek windows={row.windows} timeZones={row.timeZones} now={now} />,
    },
    { id: "doors", header: t("column.doors"), cell: (row) => <DoorCounts row={row} /> },
    {
      id: "status",
      header: t("column.status"),
      sortable: true,
      cell: (row) => <StatusBadge status={row.status} />,
    },
    { id: "kind", header: t("column.kind"), cell: (row) => t(`kind.${row.kind}`) },
    { id: "department", header: t("column.department"), sortable: true, cell: (row) => row.department },
    { id: "firstDay", header: t("column.firstDay"), sortable: true, cell: (row) => day(row.firstDay) },
    { id: "lastDay", header: t("column.lastDay"), sortable: true, cell: (row) => day(row.lastDay) },
  ];
}
