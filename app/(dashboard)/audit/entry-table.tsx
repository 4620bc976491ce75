import { getLocale, getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { KeysetPager } from "@/components/data-table/keyset-pager";
import type { ListState } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/auth/actor";
import { type EntryCursor, type EntryFilter, placeText } from "@/lib/entries/list";
import { getEntryOptions } from "@/lib/entries/options";
import { searchEntries } from "@/lib/entries/search";
import { listSavedViews } from "@/lib/saved-views/queries";
import { formatDateTime } from "@/lib/time/format";
import { entryColumns } from "./entry-columns";
import { entryFilters } from "./entry-filters";
import { ExportLinks } from "./export-links";
import { SavedViewsMenu } from "./saved-views-menu";

/** One page of what happened at the doors, with its filters. */
export async function EntryTable({
  actor,
  list,
  filter,
  cursor,
  namesHidden,
  hrefWith,
}: {
  actor: Actor;
  list: ListState;
  filter: EntryFilter;
  cursor: EntryCursor | null;
  /** Then nothing is offered that asks for people. */
  namesHidden: boolean;
  /** This page with something else in its address. */
  hrefWith: (change: Record<string, string>) => string;
}) {
  const hrefOf = ({ id }: { id: number }) => hrefWith({ entry: String(id) });
  const [page, options, views, columns, t, locale] = await Promise.all([
    searchEntries(actor, filter, cursor, list.pageSize),
    getEntryOptions(actor, filter),
    listSavedViews(actor, "entries"),
    entryColumns(hrefOf),
    getTranslations("entries"),
    getLocale(),
  ]);
  const { count, isExact } = page.total;
  return (
    <DataTable
      label={t("label")}
      columns={columns}
      rows={page.rows}
      // A page far back may be empty although there are entries: then there is something, only not here.
      total={cursor === null ? page.rows.length : Math.max(1, count)}
      list={list}
      rowId={(row) => String(row.id)}
      rowHref={hrefOf}
      rowLabel={(row) =>
        `${formatDateTime(row.occurredAt.getTime(), locale, row.timeZone)}, ${row.deviceName}`
      }
      searchLabel={namesHidden ? undefined : t("search")}
      filters={entryFilters(list, options, t, locale)}
      actions={
        <>
          <SavedViewsMenu list="entries" views={views} />
          <ExportLinks
            path="/api/export/entries"
            formats={[
              { id: "csv", label: "CSV", title: t("exportCsv") },
              { id: "ndjson", label: "NDJSON", title: t("exportNdjson") },
            ]}
          />
        </>
      }
      pager={
        <KeysetPager
          count={t("count", { n: count, exact: String(isExact) })}
          newer={page.newer && placeText(page.newer)}
          older={page.older && placeText(page.older)}
          atNewest={cursor === null}
        />
      }
      empty={
        <EmptyState icon="scroll-text" title={t("emptyTitle")}>
          {t("empty")}
        </EmptyState>
      }
    />
  );
}
