import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listHosts, listVisits } from "@/lib/visits/queries";
import { visitList, visitStates } from "@/lib/visits/schema";
import { visitColumns } from "./visit-columns";

export const generateMetadata = pageTitle((t) => t("visits.title"));

export default async function VisitorsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("visits:read");
  const list = parseListState(await searchParams, visitList);
  const [{ rows, total }, hosts, t, columns] = await Promise.all([
    listVisits(actor, list),
    listHosts(actor),
    getTranslations("visits"),
    visitColumns(),
  ]);
  const add = may(actor, "visits:write") && (
    <LinkButton href="/visitors/new" variant="primary" icon="plus">
      {t("add")}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={add} />
      <LiveOn topics={["changes"]} />
      <ClientMessages areas={["access"]}>
        <DataTable
          label={t("title")}
          columns={columns}
          rows={rows}
          total={total}
          list={list}
          rowId={(row) => row.staffId}
          rowHref={(row) => `/visitors/${row.staffId}`}
          rowLabel={(row) => row.name}
          searchLabel={t("search")}
          filters={[
            {
              id: "state",
              label: t("filter.state"),
              options: visitStates.map((value) => ({ value, label: t(`state.${value}`) })),
            },
            {
              id: "host",
              label: t("filter.host"),
              options: hosts.map(({ id, name }) => ({ value: id, label: name })),
            },
            {
              id: "request",
              label: t("filter.request"),
              options: [{ value: "open", label: t("filter.requestOpen") }],
            },
          ]}
          empty={
            <EmptyState icon="user-check" title={t("emptyTitle")} action={add}>
              {t("empty")}
            </EmptyState>
          }
        />
      </ClientMessages>
    </>
  );
}
