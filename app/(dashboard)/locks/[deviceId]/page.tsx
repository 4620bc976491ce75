import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { LiveRefresh } from "@/components/live-refresh";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { listAreaOptions } from "@/lib/areas/queries";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { findDeviceSettings } from "@/lib/device-settings/queries";
import {
  listAreasOfDoor,
  listDoorChanges,
  listDoorCredentials,
  listUnmanaged,
  listWindowsOfDoor,
} from "@/lib/devices/door";
import { knownAt } from "@/lib/devices/facts";
import { listBatteryReadings, listOutages } from "@/lib/devices/history";
import { findDevice } from "@/lib/devices/queries";
import { doorCredentialList } from "@/lib/devices/schema";
import { countByHour } from "@/lib/devices/week";
import { listDoorEntries } from "@/lib/entries/queries";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { findOffer, listOperations } from "@/lib/operations/queries";
import { listSites } from "@/lib/sites/queries";
import { formatDateTime } from "@/lib/time/format";
import { localClock } from "@/lib/time/zones";
import { listWithdrawalsAt } from "@/lib/withdrawals/queries";
import { OperateCard } from "../../operate/operate-card";
import { WithdrawalsCard } from "../../withdrawals/withdrawals-card";
import { Attentions } from "../attentions";
import { ModelName } from "../model-name";
import { SeenState } from "../seen-state";
import { SettingsCard } from "../settings/settings-card";
import { DeviceActions } from "./device-actions";
import { DeviceFacts } from "./device-facts";
import { DoorChanges } from "./door-changes";
import { DoorPeople } from "./door-people";
import { EntriesCard } from "./entries-card";
import { HistoryCard } from "./history-card";
import { Unmanaged } from "./unmanaged";
import { WeekCard } from "./week-card";

const historyMs = 90 * 24 * 3600_000;
const entriesShown = 15;

export const generateMetadata = pageTitle((t) => t("devices.title"));

export default async function LockPage({
  params,
  searchParams,
}: {
  params: Promise<{ deviceId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const actor = await requireActor("devices:read");
  const at = new Date();
  const now = at.getTime();
  const device = await findDevice(actor, (await params).deviceId, at);
  if (!device) notFound();
  const query = await searchParams;
  const list = parseListState(query, doorCredentialList);
  const historySince = new Date(now - historyMs);
  const mayReadStaff = may(actor, "staff:read");
  const mayWrite = may(actor, "devices:write");
  const [people, withdrawn, windows, unmanaged, changes, areas, sites, areaOptions] = await Promise.all([
    mayReadStaff ? listDoorCredentials(actor, device.id, list) : null,
    mayReadStaff ? listWithdrawalsAt(actor, device.id) : [],
    listWindowsOfDoor(actor, device.id),
    listUnmanaged(actor, device.id),
    may(actor, "changes:read") ? listDoorChanges(actor, device.id) : null,
    listAreasOfDoor(actor, device.id),
    listSites(actor),
    may(actor, "areas:write") && device.siteId !== null ? listAreaOptions(actor) : [],
  ]);
  const [offer, operations, entries, readings, outages, settings, t, tOpeners, tReviews, locale] =
    await Promise.all([
      findOffer(actor, device.id),
      listOperations(actor, device.id),
      listDoorEntries(actor, device.id, { limit: entriesShown }),
      listBatteryReadings(actor, device.id, historySince),
      listOutages(actor, device.id),
      findDeviceSettings(actor, device.id, at),
      getTranslations("devices"),
      getTranslations("openers"),
      getTranslations("reviews"),
      getLocale(),
    ]);
  const zone = device.siteZone ?? "UTC";
  const ownZone = device.timeZone ?? zone;
  const readAt = device.authorizationsSeenAt?.getTime();
  const readAtText = readAt === undefined ? null : formatDateTime(readAt, locale, zone);
  return (
    <ClientMessages
      areas={["devices.place", "devices.areas", "access", "doorSettings.rename", "doorSettings.sync"]}
    >
      <PageHeader
        title={device.name}
        badge={<SeenState device={device} now={now} />}
        description={
          <>
            <ModelName device={device} /> · {device.siteName ?? t("noSite")}
            {device.siteZone && ` · ${device.siteZone}`}
          </>
        }
        breadcrumbs={[
          device.type === 2
            ? { label: tOpeners("title"), href: "/openers" }
            : { label: t("title"), href: "/locks" },
          { label: device.name },
        ]}
        actions={
          <>
            {device.siteId !== null && may(actor, "reviews:write") && (
              <LinkButton href={`/audit/reviews/new?door=${device.id}`} icon="shield-check">
                {tReviews("entry")}
              </LinkButton>
            )}
            {mayWrite && <DeviceActions device={device} label={settings?.label ?? null} sites={sites} />}
          </>
        }
      />
      <div className="space-y-6">
        <LiveRefresh active={device.counts.pending > 0} doneText={t("detail.settled")} />
        <LiveOn topics={["device", "entries", "operations", "changes"]} deviceId={device.id} />
        {device.attention.length > 0 && (
          <Card title={t("detail.attention")}>
            <Attentions device={device} now={now} explained />
          </Card>
        )}
        <OperateCard offer={offer} operations={operations} start={query.operate} now={now} />
        <DeviceFacts
          device={device}
          areas={areas}
          areaOptions={areaOptions.map(({ id, name }) => ({ id, name }))}
          now={now}
        />
        {people && <DoorPeople list={list} {...people} readAt={readAtText} timeZone={zone} />}
        {withdrawn.length > 0 && (
          <WithdrawalsCard
            rows={withdrawn}
            by="door"
            mayWrite={may(actor, "rules:write")}
            mayReview={may(actor, "reviews:read")}
          />
        )}
        <WeekCard counts={countByHour(windows)} timeZone={ownZone} now={localClock(now, ownZone)} />
        <EntriesCard
          rows={entries}
          moreHref={
            entries.length === entriesShown && may(actor, "entries:read") ? `/audit?door=${device.id}` : null
          }
          withNames={mayReadStaff}
          timeZone={zone}
        />
        <HistoryCard
          readings={readings}
          outages={outages}
          since={historySince.getTime()}
          now={now}
          timeZone={zone}
        />
        {settings && (
          <SettingsCard
            settings={settings}
            siteZone={device.siteZone}
            mayWrite={mayWrite}
            away={device.reach !== "online"}
            knownAt={knownAt(device).getTime()}
            now={now}
          />
        )}
        <Unmanaged rows={unmanaged.rows} total={unmanaged.total} readAt={readAtText} timeZone={zone} />
        {changes && <DoorChanges rows={changes} timeZone={zone} />}
      </div>
    </ClientMessages>
  );
}
