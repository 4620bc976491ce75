import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import type { ListState } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/auth/actor";
import { getChangeFilters, listChanges } from "@/lib/changes/queries";
import { type ChangeTab, changeOps, closedStates, openStates } from "@/lib/changes/schema";
import { getDay } from "@/lib/overview/day";
import { changeColumns } from "./change-columns";
import { RetryBar } from "./retry-bar";

type Tab = Exclude<ChangeTab, "blocked">;

/** One view of the changes, page by page. */
export async function ChangesTable({
  actor,
  tab,
  list,
  now,
  mayRetry,
}: {
  actor: Actor;
  tab: Tab;
  list: ListState;
  now: number;
  mayRetry: boolean;
}) {
  const day = await getDay(actor, now);
  const [{ rows, total }, options, columns, t, tAccess] = await Promise.all([
    listChanges(actor, tab, list, day),
    getChangeFilters(actor, list.filters.person ?? []),
    changeColumns(tab, now, mayRetry),
    getTranslations("changes"),
    getTranslations("access"),
  ]);
  // Some filters come with a link from elsewhere and can only be taken off here; the site is chosen above.
  const isAsked = (id: string) => (list.filters[id] ?? []).length > 0;
  const states = tab === "open" ? openStates : tab === "history" ? closedStates : [];
  const filters = [
    { id: "door", label: t("filter.door"), options: options.doors.map(option) },
    {
      id: "state",
      label: t("filter.state"),
      options: states.map((value) => ({ value, label: tAccess(`changeState.${value}`) })),
    },
    {
      id: "op",
      label: t("filter.op"),
      options: changeOps.map((value) => ({ value, label: tAccess(`op.${value}`) })),
    },
    { id: "person", label: t("filter.person"), options: options.people.map(option) },
    {
      id: "when",
      label: t("filter.when"),
      options: isAsked("when") ? [{ value: "today", label: t("filter.today") }] : [],
    },
    {
      id: "who",
      label: t("filter.who"),
      options: isAsked("who") ? [{ value: "leavers", label: t("filter.leavers") }] : [],
    },
  ];
  return (
    <DataTable
      label={t(`tab.${tab}`)}
      columns={columns}
      rows={rows}
      total={total}
      list={list}
      rowId={(row) => row.id}
      rowHref={(row) => `/staff/${row.staffId}`}
      rowLabel={(row) => `${row.staffName}, ${row.doorName}`}
      searchLabel={t("search")}
      filters={filters.filter((filter) => filter.options.length > 0)}
      selectable={mayRetry && tab !== "history"}
      bulkBar={<RetryBar />}
      empty={
        <EmptyState icon={tab === "history" ? "history" : "circle-check"} title={t(`empty.${tab}`)}>
          {t(`empty.${tab}Text`)}
        </EmptyState>
      }
    />
  );
}

function option({ id, name }: { id: string; name: string }) {
  return { value: id, label: name };
}
