import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { officeZone } from "@/lib/imports/office-zone";
import { listSheets } from "@/lib/sheets/register";
import { sheetList } from "@/lib/sheets/schema";
import { getSheetSettings } from "@/lib/sheets/settings";
import { sheetStates } from "@/lib/sheets/state";
import { listTeamOptions } from "@/lib/staff/queries";
import { RegisterBar } from "./register-bar";
import { ScanField } from "./scan-field";
import { SettingsButton } from "./settings-button";
import { sheetColumns } from "./sheet-columns";

export const generateMetadata = pageTitle((t) => t("sheets.register.title"));

export default async function SheetsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("codes:print");
  const list = parseListState(await searchParams, sheetList);
  const [{ rows, total }, teams, settings, columns, t, tState] = await Promise.all([
    listSheets(actor, list, new Date()),
    listTeamOptions(actor),
    getSheetSettings(),
    officeZone().then(sheetColumns),
    getTranslations("sheets.register"),
    getTranslations("sheets.state"),
  ]);
  const issue = (
    <LinkButton href="/codes/sheets/new" variant="primary" icon="printer">
      {t("issue")}
    </LinkButton>
  );
  // Some filters come with a link from elsewhere and can only be taken off here.
  const asked = (id: "batch" | "person", label: string) =>
    (list.filters[id] ?? []).length === 0
      ? []
      : [{ id, label, options: (list.filters[id] ?? []).map((value) => ({ value, label })) }];
  return (
    <ClientMessages areas={["sheets.move", "sheets.scan", "sheets.settings"]}>
      <PageHeader
        title={t("title")}
        description={t("description", { days: settings.collectDays })}
        actions={
          <>
            {actor.sites === "all" && <SettingsButton settings={settings} />}
            {issue}
          </>
        }
      />
      <div className="space-y-6">
        <Card>
          <ScanField />
        </Card>
        <DataTable
          label={t("title")}
          columns={columns}
          rows={rows}
          total={total}
          list={list}
          rowId={(row) => row.serial}
          rowHref={(row) => `/codes/sheets/${row.serial}`}
          rowLabel={(row) => `${row.name}, ${row.serial}`}
          searchLabel={t("search")}
          filters={[
            {
              id: "state",
              label: t("filter.state"),
              options: sheetStates.map((value) => ({ value, label: tState(value) })),
            },
            {
              id: "team",
              label: t("filter.team"),
              options: teams.map(({ id, name }) => ({ value: id, label: name })),
            },
            ...asked("person", t("filter.person")),
            ...asked("batch", t("filter.batch")),
          ]}
          selectable
          bulkBar={<RegisterBar />}
          empty={
            <EmptyState icon="printer" title={t("emptyTitle")} action={issue}>
              {t("empty")}
            </EmptyState>
          }
        />
      </div>
    </ClientMessages>
  );
}
