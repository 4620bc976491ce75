import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PageLink } from "@/components/ui/page-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listTeams, type TeamListRow } from "@/lib/teams/queries";
import { teamList } from "@/lib/teams/schema";
import { formatNumber } from "@/lib/time/format";
import { AddTeam } from "./add-team";

export const generateMetadata = pageTitle((t) => t("teams.title"));

export default async function TeamsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("staff:read");
  const list = parseListState(await searchParams, teamList);
  const [{ rows, total }, t, locale] = await Promise.all([
    listTeams(actor, list),
    getTranslations("teams"),
    getLocale(),
  ]);
  const add = may(actor, "teams:write") && (
    <ClientMessages areas={["teams"]}>
      <AddTeam />
    </ClientMessages>
  );
  const columns: Column<TeamListRow>[] = [
    {
      id: "name",
      header: t("column.name"),
      sortable: true,
      fixed: true,
      cell: (row) => (
        <PageLink href={`/teams/${row.id}`} className="font-medium hover:underline">
          {row.name}
        </PageLink>
      ),
    },
    {
      id: "members",
      header: t("column.members"),
      sortable: true,
      align: "end",
      cell: (row) => (
        <PageLink href={`/staff?team=${row.id}`} className="inline-flex min-h-6 items-center hover:underline">
          {formatNumber(row.members, locale)}
        </PageLink>
      ),
    },
    {
      id: "rules",
      header: t("column.rules"),
      align: "end",
      cell: (row) =>
        may(actor, "rules:read") ? (
          <PageLink
            href={`/rules?team=${row.id}`}
            className="inline-flex min-h-6 items-center hover:underline"
          >
            {formatNumber(row.rules, locale)}
          </PageLink>
        ) : (
          formatNumber(row.rules, locale)
        ),
    },
    {
      id: "doors",
      header: t("column.doors"),
      align: "end",
      cell: (row) => formatNumber(row.doors, locale),
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={add} />
      <ClientMessages areas={["teams"]}>
        <DataTable
          label={t("title")}
          columns={columns}
          rows={rows}
          total={total}
          list={list}
          rowId={(row) => row.id}
          rowHref={(row) => `/teams/${row.id}`}
          rowLabel={(row) => row.name}
          searchLabel={t("search")}
          empty={
            <EmptyState icon="users-round" title={t("emptyTitle")} action={add}>
              {t("empty")}
            </EmptyState>
          }
        />
      </ClientMessages>
    </>
  );
}
