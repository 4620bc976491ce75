import { getLocale, getTranslations } from "next-intl/server";
import { StateBadge } from "@/components/access/state-badge";
import type { Column } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import type { ListState } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { DoorCredential } from "@/lib/devices/door";
import { formatDateTime } from "@/lib/time/format";
import { ScheduleWeek } from "../../schedules/schedule-week";

/** Who may enter here, credential by credential. */
export async function DoorPeople({
  list,
  rows,
  total,
  timeZone,
}: {
  list: ListState;
  rows: readonly DoorCredential[];
  total: number;
  timeZone: string;
}) {
  const [t, tAccess, locale] = await Promise.all([
    getTranslations("devices.people"),
    getTranslations("access"),
    getLocale(),
  ]);
  const columns: Column<DoorCredential>[] = [
    {
      id: "name",
      header: t("name"),
      sortable: true,
      fixed: true,
      cell: (row) => (
        <PageLink href={`/staff/${row.staffId}`} className="font-medium hover:underline">
          {row.name}
        </PageLink>
      ),
    },
    {
      id: "kind",
      header: t("kind"),
      cell: (row) => <span className="whitespace-nowrap">{tAccess(`kind.${row.kind}`)}</span>,
    },
    {
      id: "week",
      header: t("week"),
      width: "10rem",
      cell: (row) =>
        row.window && row.enabled ? (
          <ScheduleWeek windows={[row.window]} />
        ) : (
          <span className="text-muted">{t("nothing")}</span>
        ),
    },
    {
      id: "state",
      header: t("state"),
      sortable: true,
      phone: "main",
      cell: (row) => <StateBadge state={row.state} reason={row.reason} timeZone={timeZone} />,
    },
    {
      id: "used",
      header: t("used"),
      cell: (row) =>
        row.lastAt ? (
          <Time
            instant={row.lastAt.getTime()}
            text={formatDateTime(row.lastAt.getTime(), locale, timeZone)}
            exact={formatDateTime(row.lastAt.getTime(), locale, timeZone)}
          />
        ) : (
          <span className="text-muted">{t("never")}</span>
        ),
    },
  ];
  return (
    <div id="people" className="scroll-mt-20">
      <h2 className="mb-2 text-lg font-semibold">{t("title")}</h2>
      <DataTable
        label={t("title")}
        columns={columns}
        rows={rows}
        total={total}
        list={list}
        rowId={(row) => `${row.staffId} ${row.kind}`}
        rowHref={(row) => `/staff/${row.staffId}`}
        rowLabel={(row) => row.name}
        searchLabel={t("search")}
        filters={[
          {
            id: "state",
            label: t("state"),
            options: (["active", "pending", "attention"] as const).map((value) => ({
              value,
              label: t(`group.${value}`),
            })),
          },
        ]}
        empty={
          <EmptyState icon="users" title={t("emptyTitle")}>
            {t("empty")}
          </EmptyState>
        }
      />
    </div>
  );
}
