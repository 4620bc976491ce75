import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listReviews } from "@/lib/reviews/queries";
import { reviewList, reviewStates } from "@/lib/reviews/schema";
import { reviewColumns } from "./review-columns";

export const generateMetadata = pageTitle((t) => t("reviews.title"));

export default async function ReviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("reviews:read");
  const list = parseListState(await searchParams, reviewList);
  const [{ rows, total }, t, columns] = await Promise.all([
    listReviews(actor, list),
    getTranslations("reviews"),
    reviewColumns(),
  ]);
  const add = may(actor, "reviews:write") && (
    <LinkButton href="/audit/reviews/new" variant="primary" icon="plus">
      {t("new")}
    </LinkButton>
  );
  return (
    <ClientMessages>
      <LiveOn topics={["changes"]} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-2xl text-muted">{t("description")}</p>
        {total > 0 && add}
      </div>
      <DataTable
        label={t("title")}
        columns={columns}
        rows={rows}
        total={total}
        list={list}
        rowId={(row) => row.id}
        rowHref={(row) => `/audit/reviews/${row.id}`}
        rowLabel={(row) => row.name}
        filters={[
          {
            id: "state",
            label: t("filter.state"),
            options: reviewStates.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
        empty={
          <EmptyState icon="shield-check" title={t("empty")} action={add}>
            {t("emptyText")}
          </EmptyState>
        }
      />
    </ClientMessages>
  );
}
