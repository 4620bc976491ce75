import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { listAreaOptions } from "@/lib/areas/queries";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { deviceKinds, deviceReaches } from "@/lib/devices/facts";
import { countNewDevices, listDevices } from "@/lib/devices/queries";
import { attentionFilters, deviceList } from "@/lib/devices/schema";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listSites } from "@/lib/sites/queries";
import { LockBulkBar } from "./lock-bulk-bar";
import { lockColumns } from "./lock-columns";

export const generateMetadata = pageTitle((t) => t("devices.title"));

export default async function LocksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("devices:read");
  const now = new Date();
  const list = parseListState(await searchParams, deviceList);
  const [{ rows, total }, fresh, sites, areas, t, columns] = await Promise.all([
    listDevices(actor, list, now),
    countNewDevices(actor),
    listSites(actor),
    listAreaOptions(actor),
    getTranslations("devices"),
    lockColumns(now.getTime()),
  ]);
  const mayWrite = may(actor, "devices:write");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {fresh > 0 && !list.filters.attention?.includes("no_site") && (
        <Callout
          tone="warn"
          title={t("fresh.title", { count: fresh })}
          className="mb-4"
          action={<LinkButton href="/locks?attention=no_site">{t("fresh.show")}</LinkButton>}
        >
          {t("fresh.text")}
        </Callout>
      )}
      <ClientMessages areas={["devices", "access"]}>
        <DataTable
          label={t("title")}
          columns={columns}
          rows={rows}
          total={total}
          list={list}
          rowId={(row) => row.id}
          rowHref={(row) => `/locks/${row.id}`}
          rowLabel={(row) => row.name}
          searchLabel={t("search")}
          filters={[
            {
              id: "kind",
              label: t("filter.kind"),
              options: deviceKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
            },
            {
              id: "reach",
              label: t("filter.reach"),
              options: deviceReaches.map((value) => ({ value, label: t(`reach.${value}`) })),
            },
            {
              id: "attention",
              label: t("filter.attention"),
              options: attentionFilters.map((value) => ({ value, label: t(`attentionFilter.${value}`) })),
            },
            {
              id: "area",
              label: t("filter.area"),
              options: areas.map(({ id, name }) => ({ value: id, label: name })),
            },
          ]}
          selectable={mayWrite && sites.length > 0}
          bulkBar={<LockBulkBar sites={sites.map(({ id, name }) => ({ value: id, label: name }))} />}
          empty={
            <EmptyState
              icon="lock"
              title={t("emptyTitle")}
              action={
                may(actor, "settings:read") && (
                  <LinkButton href="/settings/connection" variant="primary">
                    {t("emptyAction")}
                  </LinkButton>
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
