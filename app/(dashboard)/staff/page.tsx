import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveRefresh } from "@/components/live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listStaff } from "@/lib/staff/list";
import { listTeamOptions } from "@/lib/staff/queries";
import { doorGroups, staffKinds, staffList, staffPeriods, staffStatuses } from "@/lib/staff/schema";
import { ExportLink } from "./export-link";
import { StaffBulkBar } from "./staff-bulk-bar";
import { staffColumns } from "./staff-columns";

export const generateMetadata = pageTitle((t) => t("staff.title"));

export default async function StaffPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("staff:read");
  const params = await searchParams;
  const list = parseListState(params, staffList);
  const [{ rows, total }, teams, t, columns] = await Promise.all([
    listStaff(actor, list),
    listTeamOptions(actor),
    getTranslations("staff"),
    staffColumns(Date.now()),
  ]);
  const mayWrite = may(actor, "staff:write");
  const mayRemove = may(actor, "staff:remove");
  const add = (
    <LinkButton href="/staff/new" variant="primary" icon="plus">
      {t("add")}
    </LinkButton>
  );
  const importLink = (
    <LinkButton href="/staff/import" icon="upload">
      {t("import")}
    </LinkButton>
  );
  const options = <T extends string>(values: readonly T[], word: (value: T) => string) =>
    values.map((value) => ({ value, label: word(value) }));
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <ExportLink label={t("export")} title={t("exportShown")} />
            {mayWrite && (
              <>
                {importLink}
                {add}
              </>
            )}
          </>
        }
      />
      <ClientMessages areas={["staff.bulk", "access", "sheets.entry", "rotations.entry"]}>
        <LiveRefresh active={rows.some((row) => row.doors.pending > 0)} quiet />
        <DataTable
          label={t("title")}
          columns={columns}
          rows={rows}
          total={total}
          list={list}
          rowId={(row) => row.id}
          rowHref={(row) => `/staff/${row.id}`}
          rowLabel={(row) => row.name}
          searchLabel={t("search")}
          filters={[
            {
              id: "team",
              label: t("filter.team"),
              options: teams.map((team) => ({ value: team.id, label: team.name })),
            },
            {
              id: "status",
              label: t("filter.status"),
              options: options(staffStatuses, (v) => t(`status.${v}`)),
            },
            { id: "state", label: t("filter.state"), options: options(doorGroups, (v) => t(`group.${v}`)) },
            { id: "kind", label: t("filter.kind"), options: options(staffKinds, (v) => t(`kind.${v}`)) },
            // The overview leads here with it; elsewhere it would be one choice too many.
            ...(list.filters.period?.length
              ? [
                  {
                    id: "period",
                    label: t("filter.period"),
                    options: options(staffPeriods, (v) => t(`period.${v}`)),
                  },
                ]
              : []),
          ]}
          selectable={mayWrite}
          bulkBar={
            <StaffBulkBar
              mayRemove={mayRemove}
              mayPrint={may(actor, "codes:print")}
              mayRotate={may(actor, "codes:rotate")}
            />
          }
          empty={
            <EmptyState
              icon="users"
              title={t("emptyTitle")}
              action={
                mayWrite && (
                  <>
                    {add}
                    {importLink}
                  </>
                )
              }
            >
              {t("empty")}
            </EmptyState>
          }
        />
      </ClientMessages>
    </>
  );
}
