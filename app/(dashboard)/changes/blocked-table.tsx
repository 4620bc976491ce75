import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import type { ListState } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/auth/actor";
import { getChangeFilters, listBlocked } from "@/lib/changes/queries";
import { blockReasons } from "@/lib/changes/schema";
import { blockedColumns } from "./change-columns";

/** What the rules want and cannot be made: nothing is sent for these. */
export async function BlockedTable({ actor, list, now }: { actor: Actor; list: ListState; now: number }) {
  const [{ rows, total }, options, columns, t, tAccess] = await Promise.all([
    listBlocked(actor, list),
    getChangeFilters(actor, list.filters.person ?? []),
    blockedColumns(now),
    getTranslations("changes"),
    getTranslations("access"),
  ]);
  const named = (items: readonly { id: string; name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  const filters = [
    {
      id: "reason",
      label: t("filter.reason"),
      options: blockReasons.map((value) => ({ value, label: tAccess(`blocked.${value}`) })),
    },
    { id: "door", label: t("filter.door"), options: named(options.doors) },
    { id: "person", label: t("filter.person"), options: named(options.people) },
  ];
  return (
    <DataTable
      label={t("tab.blocked")}
      columns={columns}
      rows={rows}
      total={total}
      list={list}
      rowId={(row) => `${row.staffId} ${row.deviceId} ${row.kind}`}
      rowHref={(row) => `/staff/${row.staffId}`}
      rowLabel={(row) => `${row.staffName}, ${row.doorName}`}
      searchLabel={t("search")}
      filters={filters.filter((filter) => filter.options.length > 0)}
      empty={
        <EmptyState icon="circle-check" title={t("empty.blocked")}>
          {t("empty.blockedText")}
        </EmptyState>
      }
    />
  );
}
