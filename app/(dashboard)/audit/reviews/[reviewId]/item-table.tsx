import { getLocale, getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import type { ListState } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import type { DriftKind } from "@/lib/reviews/drift";
import type { ItemView, ReviewSummary } from "@/lib/reviews/items";
import type { ReviewView } from "@/lib/reviews/queries";
import { decisionFilters, useFilters } from "@/lib/reviews/schema";
import { reviewWords } from "@/lib/reviews/words";
import { DecideMany } from "./decide-many";
import { itemColumns } from "./item-columns";

/** The rows of a review, each with its decision. */
export async function ItemTable({
  review,
  items: { rows, total, isUseHidden },
  list,
  summary,
  mayDecide,
  changed,
}: {
  review: ReviewView;
  items: { rows: readonly ItemView[]; total: number; isUseHidden: boolean };
  list: ListState;
  summary: ReviewSummary;
  mayDecide: boolean;
  changed: ReadonlyMap<number, DriftKind>;
}) {
  const [t, locale] = await Promise.all([getTranslations("reviews"), getLocale()]);
  const columns = itemColumns(review, reviewWords(locale), locale, {
    mayDecide,
    changed,
    isUseHidden,
  });
  const useLabel = { unused: t("use.filterUnused"), used: t("use.filterUsed", { days: review.unusedDays }) };
  return (
    <DataTable
      label={t("detail.rows")}
      columns={columns}
      rows={rows}
      total={total}
      list={list}
      rowId={(row) => String(row.id)}
      rowLabel={(row) => `${row.person}, ${row.door}`}
      searchLabel={t("detail.search")}
      selectable={mayDecide}
      bulkBar={<DecideMany reviewId={review.id} />}
      filters={[
        {
          id: "decision",
          label: t("filter.decision"),
          options: decisionFilters.map((value) => ({ value, label: t(`decision.${value}`) })),
        },
        {
          id: "use",
          label: t("filter.use"),
          options: useFilters.map((value) => ({ value, label: useLabel[value] })),
        },
        ...(summary.doors.length > 1
          ? [
              {
                id: "door",
                label: t("filter.door"),
                options: summary.doors.map(({ id, name }) => ({ value: id, label: name })),
              },
            ]
          : []),
      ]}
      empty={
        <EmptyState icon="users" title={t("detail.noneTitle")}>
          {t("detail.none")}
        </EmptyState>
      }
    />
  );
}
