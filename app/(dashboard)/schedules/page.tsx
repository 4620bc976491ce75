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
import { listSchedules } from "@/lib/schedules/queries";
import { scheduleList } from "@/lib/schedules/schema";
import { scheduleColumns } from "./schedule-columns";

export const generateMetadata = pageTitle((t) => t("schedules.title"));

export default async function SchedulesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("rules:read");
  const list = parseListState(await searchParams, scheduleList);
  const [{ rows, total }, t, columns] = await Promise.all([
    listSchedules(actor, list),
    getTranslations("schedules"),
    scheduleColumns(),
  ]);
  const add = may(actor, "schedules:write") && (
    <LinkButton href="/schedules/new" variant="primary" icon="plus">
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
          rowHref={(row) => `/schedules/${row.id}`}
          rowLabel={(row) => row.name}
          searchLabel={t("search")}
          empty={
            <EmptyState icon="calendar-clock" title={t("emptyTitle")} action={add}>
              {t("empty")}
            </EmptyState>
          }
        />
      </ClientMessages>
    </>
  );
}
