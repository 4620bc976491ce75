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

/**
 * Who may enter here, credential by credential, with the three truths apart: what our rules want, what Nuki was last read
 * to have, and what the door's log proves.
 */
export async function DoorPeople({
  list,
  rows,
  total,
  readAt,
  timeZone,
}: {
  list: ListState;
  rows: readonly DoorCredential[];
  total: number;
  /** When the door's list was read, as people say it; null: not yet. */
  readAt: string | null;
  timeZone: string;
}) {
  const [t, tAccess, tPrivacy, locale] = await Promise.all([
    getTranslations("devices.people"),
    getTranslations("access"),
    getTranslations("privacy"),
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
      id: "wanted",
      header: t("wanted"),
      width: "11rem",
      phone: "second",
      cell: (row) => (
        <span className="block space-y-1 py-1">
          <span className="block whitespace-nowrap">{tAccess(`kind.${row.kind}`)}</span>
          {row.window && row.enabled ? (
            <ScheduleWeek windows={[row.window]} />
          ) : (
            <span className="block text-sm text-muted">{t("nothing")}</span>
          )}
        </span>
      ),
    },
    {
      id: "state",
      header: t("onNuki"),
      sortable: true,
      phone: "main",
      cell: (row) => <StateBadge state={row.state} reason={row.reason} timeZone={timeZone} />,
    },
    {
      id: "proven",
      header: t("proven"),
      cell: (row) => {
        const say = (at: Date) => formatDateTime(at.getTime(), locale, timeZone);
        if (row.provenAt === "hidden") return <span className="text-muted">{tPrivacy("lastUse")}</span>;
        if (row.provenAt) {
          const when = say(row.provenAt);
          return <Time instant={row.provenAt.getTime()} text={when} exact={when} />;
        }
        return (
          <span className="text-muted">
            {row.unprovenSince ? t("notSince", { when: say(row.unprovenSince) }) : t("notProven")}
          </span>
        );
      },
    },
  ];
  return (
    <div id="people" className="scroll-mt-20">
      <h2 className="text-lg font-semibold">{t("title")}</h2>
      <p className="mb-2 max-w-3xl text-sm text-muted">
        {readAt === null ? t("truthsUnread") : t("truths", { readAt })}
      </p>
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
