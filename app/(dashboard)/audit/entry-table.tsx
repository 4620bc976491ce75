import { getLocale, getTranslations } from "next-intl/server";
import type { ListState } from "@/components/data-table/list-state";
import type { Actor } from "@/lib/auth/actor";
import { type EntryCursor, type EntryFilter, placeText } from "@/lib/entries/list";
import { getEntryOptions } from "@/lib/entries/options";
import { searchEntries } from "@/lib/entries/search";
import { formatDateTime } from "@/lib/time/format";
import { entryColumns } from "./entry-columns";
import { entryFilters } from "./entry-filters";
import { LogTable } from "./log-table";

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
  const [page, options, columns, t, locale] = await Promise.all([
    searchEntries(actor, filter, cursor, list.pageSize),
    getEntryOptions(actor, filter),
    entryColumns(hrefOf),
    getTranslations("entries"),
    getLocale(),
  ]);
  return (
    <LogTable
      log="entries"
      {...{ actor, page, cursor, placeText, columns, list }}
      rowHref={hrefOf}
      rowLabel={(row) =>
        `${formatDateTime(row.occurredAt.getTime(), locale, row.timeZone)}, ${row.deviceName}`
      }
      searchLabel={namesHidden ? undefined : t("search")}
      filters={entryFilters(list, options, t, locale)}
    />
  );
}
