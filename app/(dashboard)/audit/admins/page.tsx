import { forbidden } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { Callout } from "@/components/ui/callout";
import { filterOf, placeOf, presetOf, trailList } from "@/lib/audit/list";
import { findEvent, maySeeTrail } from "@/lib/audit/queries";
import { requireActor } from "@/lib/auth/session";
import { zoneOf } from "@/lib/entries/list";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listSites } from "@/lib/sites/queries";
import { localDateTimeOf } from "@/lib/time/zones";
import { EntrySheet } from "../entry-sheet";
import { TimeRange } from "../time-range";
import { CheckTrail } from "./check-trail";
import { EventFacts } from "./event-facts";
import { EventTable } from "./event-table";

export const generateMetadata = pageTitle((t) => t("audit.title"));

export default async function AdminTrailPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("audit:read");
  if (!maySeeTrail(actor)) forbidden();
  const [params, sites, t] = await Promise.all([searchParams, listSites(actor), getTranslations("audit")]);
  const list = parseListState(params, trailList);
  const timeZone = zoneOf(sites, list);
  const filter = filterOf(list, { now: Date.now(), timeZone });
  const event = params.event === undefined ? null : await findEvent(actor, params.event);
  const typed = (at: number | null) => (at === null ? "" : localDateTimeOf(at, timeZone));
  const { from, until } = filter.range;
  return (
    <ClientMessages areas={["entries", "audit"]}>
      {params.event !== undefined && event === null && <Callout>{t("detail.gone")}</Callout>}
      <CheckTrail />
      <TimeRange
        // A link may lead from one choice to another: what is typed begins anew with each.
        key={`${presetOf(list)} ${from} ${until}`}
        preset={presetOf(list)}
        from={typed(from)}
        until={typed(until)}
        zone={timeZone}
        zoneNote={t("zone", { zone: timeZone })}
        jumps={false}
      />
      <p className="hidden text-sm text-muted print:block">{t("zone", { zone: timeZone })}</p>
      <EventTable
        actor={actor}
        list={list}
        filter={filter}
        cursor={placeOf(params.page)}
        params={params}
        timeZone={timeZone}
      />
      {event && (
        <EntrySheet title={t("detail.title")} param="event">
          <EventFacts actor={actor} event={event} timeZone={timeZone} />
        </EntrySheet>
      )}
    </ClientMessages>
  );
}
