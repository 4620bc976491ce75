import { getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { Callout } from "@/components/ui/callout";
import { Tabs } from "@/components/ui/tabs";
import { requireActor } from "@/lib/auth/session";
import { entryList, filterOf, placeOf, presetOf } from "@/lib/entries/list";
import { findEntry } from "@/lib/entries/search";
import { connectedSince, zoneOfLog } from "@/lib/entries/zone";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { asksForPeople, nameViewOf } from "@/lib/privacy/names";
import { listSites } from "@/lib/sites/queries";
import { localDateTimeOf } from "@/lib/time/zones";
import { addressWith } from "./address-with";
import { EntryFacts } from "./entry-detail";
import { EntryFilterBar } from "./entry-filter-bar";
import { EntryPictures } from "./entry-pictures";
import { EntrySheet } from "./entry-sheet";
import { EntryTable } from "./entry-table";
import { LogNotes } from "./log-notes";
import { NamesBar } from "./names/names-bar";
import { NamesRefusal } from "./names/names-refusal";
import { TimeRange } from "./time-range";
import { UnusualEntries } from "./unusual-entries";

export const generateMetadata = pageTitle((t) => t("entries.doorsTitle"));

/** How the log is looked at; all of them show what is filtered. */
const views = ["list", "pictures", "unusual"] as const;

export default async function DoorLogPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("entries:read");
  const [params, sites, names, t] = await Promise.all([
    searchParams,
    listSites(actor),
    nameViewOf(actor),
    getTranslations("entries"),
  ]);
  const list = parseListState(params, entryList);
  const timeZone = await zoneOfLog(actor, sites, list);
  const filter = filterOf(list, { now: Date.now(), timeZone });
  const cursor = placeOf(params.page, timeZone);
  const entry = params.entry === undefined ? null : await findEntry(actor, params.entry);
  const connectedAt = entry && (await connectedSince(actor, entry.deviceId));
  const typed = (at: number | null) => (at === null ? "" : localDateTimeOf(at, timeZone));
  const { from, until } = filter.range;
  const view = views.find((known) => known === params.view) ?? "list";
  const hrefWith = (change: Readonly<Record<string, string | null>>) => addressWith(params, change);
  if (names.hidden && asksForPeople(filter))
    return (
      <>
        <NamesBar actor={actor} timeZone={timeZone} />
        <NamesRefusal hrefWithout={hrefWith({ person: null, team: null, q: null, page: null })} />
      </>
    );
  return (
    <ClientMessages areas={["entries"]}>
      <NamesBar actor={actor} timeZone={timeZone} />
      {params.entry !== undefined && entry === null && <Callout>{t("detail.gone")}</Callout>}
      <LogNotes actor={actor} range={filter.range} deviceIds={filter.deviceIds} timeZone={timeZone} />
      <TimeRange
        // A link may lead from one choice to another: what is typed begins anew with each.
        key={`${presetOf(list)} ${from} ${until}`}
        preset={presetOf(list)}
        from={typed(from)}
        until={typed(until)}
        zone={timeZone}
      />
      <Tabs
        label={t("view.label")}
        items={views.map((id) => ({
          href: hrefWith(id === "list" ? {} : { view: id, page: null }),
          label: t(`view.${id}`),
          current: id === view,
        }))}
      />
      {view !== "list" && (
        <EntryFilterBar actor={actor} list={list} filter={filter} namesHidden={names.hidden} />
      )}
      {view === "pictures" && (
        <EntryPictures actor={actor} filter={filter} timeZone={timeZone} hrefWith={hrefWith} />
      )}
      {view === "unusual" && (
        <UnusualEntries actor={actor} filter={filter} timeZone={timeZone} hrefWith={hrefWith} />
      )}
      {view === "list" && (
        <EntryTable
          actor={actor}
          list={list}
          filter={filter}
          cursor={cursor}
          namesHidden={names.hidden}
          hrefWith={hrefWith}
        />
      )}
      {entry && (
        <EntrySheet title={t("detail.title")}>
          <EntryFacts entry={entry} connectedAt={connectedAt} />
        </EntrySheet>
      )}
      {cursor === null && view === "list" && <LiveOn topics={["entries"]} />}
    </ClientMessages>
  );
}
