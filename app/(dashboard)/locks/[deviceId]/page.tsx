import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { LiveRefresh } from "@/components/live-refresh";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { listAreasOfDoor, listDoorChanges, listDoorCredentials, listUnmanaged } from "@/lib/devices/door";
import { findDevice } from "@/lib/devices/queries";
import { doorCredentialList } from "@/lib/devices/schema";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { findOffer, listOperations } from "@/lib/operations/queries";
import { listSites } from "@/lib/sites/queries";
import { formatDateTime } from "@/lib/time/format";
import { OperateCard } from "../../operate/operate-card";
import { Attentions } from "../attentions";
import { ModelName } from "../model-name";
import { PlaceButton } from "../place-button";
import { DeviceFacts } from "./device-facts";
import { DoorChanges } from "./door-changes";
import { DoorPeople } from "./door-people";
import { Unmanaged } from "./unmanaged";

export const generateMetadata = pageTitle((t) => t("devices.title"));

export default async function LockPage({
  params,
  searchParams,
}: {
  params: Promise<{ deviceId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const actor = await requireActor("devices:read");
  const now = new Date();
  const device = await findDevice(actor, (await params).deviceId, now);
  if (!device) notFound();
  const query = await searchParams;
  const list = parseListState(query, doorCredentialList);
  const mayReadStaff = may(actor, "staff:read");
  const [people, unmanaged, changes, areas, sites, offer, operations, t, locale] = await Promise.all([
    mayReadStaff ? listDoorCredentials(actor, device.id, list) : null,
    listUnmanaged(actor, device.id),
    may(actor, "changes:read") ? listDoorChanges(actor, device.id) : null,
    listAreasOfDoor(actor, device.id),
    listSites(actor),
    findOffer(actor, device.id, now),
    listOperations(actor, device.id),
    getTranslations("devices"),
    getLocale(),
  ]);
  const zone = device.siteZone ?? "UTC";
  const readAt = device.authorizationsSeenAt?.getTime();
  return (
    <ClientMessages areas={["devices", "access"]}>
      <PageHeader
        title={device.name}
        description={
          <>
            <ModelName device={device} /> · {device.siteName ?? t("noSite")}
            {device.siteZone && ` · ${device.siteZone}`}
          </>
        }
        breadcrumbs={[{ label: t("title"), href: "/locks" }, { label: device.name }]}
        actions={
          may(actor, "devices:write") &&
          sites.length > 0 && (
            <PlaceButton
              deviceId={device.id}
              name={device.name}
              siteId={device.siteId}
              sites={sites.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )
        }
      />
      <div className="space-y-6">
        <LiveRefresh active={device.counts.pending > 0} doneText={t("detail.settled")} />
        <LiveOn topics={["device", "entries", "operations", "changes"]} deviceId={device.id} />
        {device.attention.length > 0 && (
          <Card title={t("detail.attention")}>
            <Attentions device={device} now={now.getTime()} explained />
          </Card>
        )}
        <OperateCard offer={offer} operations={operations} start={query.operate} now={now.getTime()} />
        <DeviceFacts device={device} areas={areas} now={now.getTime()} />
        {people && <DoorPeople list={list} rows={people.rows} total={people.total} timeZone={zone} />}
        <Unmanaged
          rows={unmanaged.rows}
          total={unmanaged.total}
          readAt={readAt === undefined ? null : formatDateTime(readAt, locale, zone)}
          timeZone={zone}
        />
        {changes && <DoorChanges rows={changes} timeZone={zone} />}
      </div>
    </ClientMessages>
  );
}
