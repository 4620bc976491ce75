import { getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { countAlerts } from "@/lib/alerts/queries";
import { alertList, alertTabOf, alertTabs } from "@/lib/alerts/schema";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { AlertsTable } from "./alerts-table";

export const generateMetadata = pageTitle((t) => t("alerts.title"));

export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("alerts:read");
  const params = await searchParams;
  const tab = alertTabOf(params.tab);
  const list = parseListState(params, alertList);
  const siteIds = list.filters.site ?? [];
  const [counts, t] = await Promise.all([countAlerts(actor, siteIds), getTranslations("alerts")]);
  const site = siteIds.length > 0 ? `&site=${siteIds.join(",")}` : "";
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <LinkButton href={`/alerts/battery-round${site.replace("&", "?")}`} icon="battery-low">
              {t("round.link")}
            </LinkButton>
            {may(actor, "settings:read") && (
              <LinkButton href="/settings/alerts" icon="sliders-horizontal">
                {t("configure")}
              </LinkButton>
            )}
          </>
        }
      />
      <div className="space-y-4">
        <Tabs
          label={t("tabs")}
          items={alertTabs.map((id) => ({
            href: `/alerts?tab=${id}${site}`,
            label: t(`tab.${id}`),
            count: id === "resolved" ? undefined : counts[id],
            current: id === tab,
          }))}
        />
        <ClientMessages areas={["alerts.ack", "alerts.acknowledge", "alerts.acknowledgeOf"]}>
          <AlertsTable
            actor={actor}
            tab={tab}
            list={list}
            now={Date.now()}
            mayWrite={may(actor, "alerts:write")}
          />
        </ClientMessages>
      </div>
      <LiveOn topics={["alerts"]} />
    </>
  );
}
