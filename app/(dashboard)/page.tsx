import { getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { LiveRefresh } from "@/components/live-refresh";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { pageTitle } from "@/lib/i18n/page-title";
import { getDay } from "@/lib/overview/day";
import { listRecentEvents } from "@/lib/overview/events";
import { getNeeds } from "@/lib/overview/needs";
import { getSyncStatus } from "@/lib/overview/queries";
import { findSite, getToday, isEmptyOffice, listRecentImports } from "@/lib/overview/today";
import { EventsCard } from "./overview/events-card";
import { ImportsCard } from "./overview/imports-card";
import { NeedsCard } from "./overview/needs-card";
import { SoonCard } from "./overview/soon-card";
import { StartCard } from "./overview/start-card";
import { TodayFigures } from "./overview/today-figures";

export const generateMetadata = pageTitle((t) => t("overview.title"));

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("overview:read");
  const now = Date.now();
  const siteId = await findSite(actor, (await searchParams).site);
  const scope = { siteId, day: await getDay(actor, now, siteId) };
  const [needs, today, imports, events, sync, isEmpty, t] = await Promise.all([
    getNeeds(actor, scope),
    getToday(actor, scope),
    listRecentImports(actor),
    listRecentEvents(actor),
    getSyncStatus(actor),
    isEmptyOffice(),
    getTranslations("overview"),
  ]);
  const mayAdd = may(actor, "staff:write");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          mayAdd && (
            <LinkButton href="/staff/new" variant="primary" icon="plus">
              {t("addStaff")}
            </LinkButton>
          )
        }
      />
      <div className="space-y-6">
        {isEmpty && mayAdd && <StartCard />}
        <NeedsCard
          needs={needs}
          siteId={siteId}
          pending={sync.pending + sync.waiting}
          now={now}
          reads={{ changes: may(actor, "changes:read"), connection: may(actor, "settings:read") }}
        />
        <TodayFigures today={today} siteId={siteId} />
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <div className="space-y-6">
            <SoonCard ending={needs.ending} starting={needs.starting} />
            {may(actor, "import:run") && <ImportsCard imports={imports} now={now} />}
          </div>
          {may(actor, "changes:read") && <EventsCard events={events} now={now} />}
        </div>
      </div>
      <LiveRefresh active={sync.pending > 0} />
      <LiveOn topics={["changes", "device", "alerts"]} />
    </>
  );
}
