import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { getRuleOptions, listRules } from "@/lib/rules/queries";
import { ruleKinds, ruleList } from "@/lib/rules/schema";
import { ruleColumns } from "./rule-columns";

export const generateMetadata = pageTitle((t) => t("rules.title"));

export default async function RulesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("rules:read");
  const list = parseListState(await searchParams, ruleList);
  const [{ rows, total }, options, t, columns] = await Promise.all([
    listRules(actor, list),
    getRuleOptions(actor),
    getTranslations("rules"),
    ruleColumns(),
  ]);
  const [team] = list.filters.team ?? [];
  const add = may(actor, "rules:write") && (
    <LinkButton href={team ? `/rules/new?team=${team}` : "/rules/new"} variant="primary" icon="plus">
      {t("add")}
    </LinkButton>
  );
  const named = (things: readonly { id: string; name: string }[]) =>
    things.map(({ id, name }) => ({ value: id, label: name }));
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
          rowHref={(row) => `/rules/${row.id}`}
          rowLabel={(row) => t("nameOf", { subject: row.subjectName, area: row.areaName })}
          searchLabel={t("search")}
          filters={[
            { id: "team", label: t("filter.team"), options: named(options.teams) },
            { id: "area", label: t("filter.area"), options: named(options.areas) },
            { id: "schedule", label: t("filter.schedule"), options: named(options.schedules) },
            {
              id: "kind",
              label: t("filter.kind"),
              options: ruleKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
            },
          ]}
          empty={
            <EmptyState icon="key-round" title={t("emptyTitle")} action={add}>
              {t("empty")}
            </EmptyState>
          }
        />
      </ClientMessages>
    </>
  );
}
