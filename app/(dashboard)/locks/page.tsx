import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { listAreaOptions } from "@/lib/areas/queries";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { boltStates, deviceReaches } from "@/lib/devices/facts";
import { countNewDevices, listDevices } from "@/lib/devices/queries";
import { attentionFilters, batteryFilters, deviceList, typeFilters } from "@/lib/devices/schema";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listOffers } from "@/lib/operations/queries";
import { listSites } from "@/lib/sites/queries";
import { LockBulkBar } from "./lock-bulk-bar";
import { lockColumns } from "./lock-columns";

export const generateMetadata = pageTitle((t) => t("devices.title"));

export default async function LocksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("devices:read");
  const now = new Date();
  const list = parseListState(await searchParams, deviceList);
  const [{ rows, total }, fresh, sites, areas, t] = await Promise.all([
    listDevices(actor, list, now),
    countNewDevices(actor),
    listSites(actor),
    listAreaOptions(actor),
    getTranslations("devices"),
  ]);
  const offers = await listOffers(
    actor,
    rows.map((row) => row.id),
  );
  const columns = await lockColumns(now.getTime(), offers);
  const mayWrite = may(actor, "devices:write");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {fresh > 0 && !list.filters.attention?.includes("no_site") && (
        <Callout
          tone="warn"
          title={t("fresh.title", { count: fresh })}
          className="mb-4"
          action={<LinkButton href="/locks?attention=no_site&type=all">{t("fresh.show")}</LinkButton>}
        >
          {t("fresh.text")}
        </Callout>
      )}
      <LiveOn topics={["device", "operations", "changes"]} />
      <ClientMessages areas={["devices.place", "access", "operations"]}>
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
              id: "area",
              label: t("filter.area"),
              options: areas.map(({ id, name }) => ({ value: id, label: name })),
            },
            {
              id: "type",
              label: t("filter.type"),
              options: typeFilters.map((value) => ({ value, label: t(`typeFilter.${value}`) })),
            },
            {
              id: "state",
              label: t("filter.state"),
              options: boltStates.map((value) => ({ value, label: t(`bolt.${value}`) })),
            },
            {
              id: "battery",
              label: t("filter.battery"),
              options: batteryFilters.map((value) => ({ value, label: t(`batteryFilter.${value}`) })),
            },
            {
              id: "reach",
              label: t("filter.reach"),
              options: deviceReaches.map((value) => ({ value, label: t(`reach.${value}`) })),
            },
            {
              id: "firmware",
              label: t("filter.firmware"),
              options: [{ value: "behind", label: t("behindFilter") }],
            },
            {
              id: "attention",
              label: t("filter.attention"),
              options: attentionFilters.map((value) => ({ value, label: t(`attentionFilter.${value}`) })),
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
