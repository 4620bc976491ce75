import { getLocale, getTranslations } from "next-intl/server";
import { FilterBar } from "@/components/data-table/filter-bar";
import type { ListState } from "@/components/data-table/list-state";
import type { Actor } from "@/lib/auth/actor";
import type { EntryFilter } from "@/lib/entries/list";
import { getEntryOptions } from "@/lib/entries/options";
import { listSavedViews } from "@/lib/saved-views/queries";
import { entryFilters } from "./entry-filters";
import { SavedViewsMenu } from "./saved-views-menu";

/** The filters of the log above its pictures. */
export async function EntryFilterBar({
  actor,
  list,
  filter,
  namesHidden,
}: {
  actor: Actor;
  list: ListState;
  filter: EntryFilter;
  namesHidden: boolean;
}) {
  const [options, views, t, locale] = await Promise.all([
    getEntryOptions(actor, filter),
    listSavedViews(actor, "entries"),
    getTranslations("entries"),
    getLocale(),
  ]);
  return (
    <FilterBar
      list={list}
      filters={entryFilters(list, options, t, locale)}
      searchLabel={namesHidden ? undefined : t("search")}
      actions={<SavedViewsMenu key="views" list="entries" views={views} />}
    />
  );
}
