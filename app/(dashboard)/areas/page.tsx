import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { listAreas } from "@/lib/areas/queries";
import { areaList } from "@/lib/areas/schema";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { areaColumns } from "./area-columns";

export const generateMetadata = pageTitle((t) => t("areas.title"));

export default async function AreasPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("devices:read");
  const list = parseListState(await searchParams, areaList);
  const [{ rows, total }, t, columns] = await Promise.all([
    listAreas(actor, list),
    getTranslations("areas"),
    areaColumns(may(actor, "rules:read")),
  ]);
  const add = may(actor, "areas:write") && (
    <LinkButton href="/areas/new" variant="primary" icon="plus">
      {t("add")}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={add} />
      <ClientMessages>
        <DataTable
          label={t("title")}
          columns={columns}
          rows={rows}
          total={total}
          list={list}
          rowId={(row) => row.id}
          rowHref={(row) => `/areas/${row.id}`}
          rowLabel={(row) => row.name}
          searchLabel={t("search")}
          empty={
            <EmptyState icon="map" title={t("emptyTitle")} action={add}>
              {t("empty")}
            </EmptyState>
          }
        />
      </ClientMessages>
    </>
  );
}
