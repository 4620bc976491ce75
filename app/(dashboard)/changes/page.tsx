import { getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { LiveRefresh } from "@/components/live-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { countTabs, listWaitingDoors } from "@/lib/changes/queries";
import { blockedList, changeList, changeTabOf, changeTabs } from "@/lib/changes/schema";
import { listOpenSettings } from "@/lib/device-settings/open-settings";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { BlockedTable } from "./blocked-table";
import { ChangesTable } from "./changes-table";
import { OpenSettingsDoors } from "./open-settings";
import { TabNote } from "./tab-note";
import { WaitingDoors } from "./waiting-doors";

export const generateMetadata = pageTitle((t) => t("changes.title"));

export default async function ChangesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("changes:read");
  const params = await searchParams;
  const tab = changeTabOf(params.tab);
  const list = parseListState(params, tab === "blocked" ? blockedList : changeList);
  const siteIds = list.filters.site ?? [];
  const [counts, doors, settings, t] = await Promise.all([
    countTabs(actor, siteIds),
    tab === "open" || tab === "waiting" ? listWaitingDoors(actor, siteIds) : [],
    tab === "open" || tab === "waiting" || tab === "needs_review" ? listOpenSettings(actor, siteIds) : [],
    getTranslations("changes"),
  ]);
  const site = siteIds.length > 0 ? `&site=${siteIds.join(",")}` : "";
  const now = Date.now();
  const underWay = counts.open - counts.failed - counts.needs_review - counts.waiting;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="space-y-4">
        <Tabs
          label={t("tabs")}
          items={changeTabs.map((id) => ({
            href: `/changes?tab=${id}${site}`,
            label: t(`tab.${id}`),
            count: id === "history" ? undefined : counts[id],
            current: id === tab,
          }))}
        />
        {tab !== "history" && counts[tab] > 0 && <TabNote tab={tab} />}
        <WaitingDoors doors={doors} now={now} />
        <OpenSettingsDoors doors={settings} />
        <ClientMessages areas={["changes"]}>
          {tab === "blocked" ? (
            <BlockedTable actor={actor} list={list} now={now} />
          ) : (
            <ChangesTable
              actor={actor}
              tab={tab}
              list={list}
              now={now}
              mayRetry={may(actor, "changes:write")}
            />
          )}
        </ClientMessages>
      </div>
      <LiveRefresh active={underWay > 0} doneText={t("allDone")} />
      {/* What waits or was asked for may move at any moment, and somebody looks at it. */}
      <LiveRefresh active={counts.open > 0 && underWay === 0} quiet />
      <LiveOn topics={["changes", "device"]} />
    </>
  );
}
