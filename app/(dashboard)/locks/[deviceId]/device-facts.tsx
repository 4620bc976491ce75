import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import { doorKeyOf, knownAt } from "@/lib/devices/facts";
import type { DeviceRow } from "@/lib/devices/queries";
import { formatDateTime, formatNumber, formatRelative } from "@/lib/time/format";
import { Batteries } from "../batteries";
import { FirmwareVersion } from "../firmware-version";
import { ModelName } from "../model-name";
import { SeenDoor, SeenState } from "../seen-state";
import { AreasButton } from "./areas-button";

/** What is known of a device, and how old that is. */
export function DeviceFacts({
  device,
  areas,
  areaOptions,
  now,
}: {
  device: DeviceRow;
  areas: readonly { id: string; name: string }[];
  /** The areas it could be in; none for who may not change them. */
  areaOptions: readonly { id: string; name: string }[];
  now: number;
}) {
  const t = useTranslations("devices");
  const locale = useLocale();
  const zone = device.siteZone ?? "UTC";
  const moment = (at: Date | null) =>
    at ? (
      <Time
        instant={at.getTime()}
        text={formatRelative(at.getTime(), now, locale)}
        exact={formatDateTime(at.getTime(), locale, zone)}
      />
    ) : (
      t("never")
    );
  const { codes } = device.counts;
  return (
    <Card title={t("detail.facts")}>
      <div className="grid gap-x-10 lg:grid-cols-2">
        <DescriptionList
          items={[
            { term: t("column.state"), value: <SeenState device={device} now={now} /> },
            ...(doorKeyOf(device.doorState)
              ? [{ term: t("column.door"), value: <SeenDoor device={device} now={now} /> }]
              : []),
            { term: t("detail.reach"), value: t(`reach.${device.reach}`) },
            { term: t("column.seen"), value: moment(knownAt(device)) },
            { term: t("detail.read"), value: moment(device.authorizationsSeenAt) },
            { term: t("column.battery"), value: <Batteries device={device} /> },
            {
              term: t("column.keypad"),
              value:
                device.keypadModel === null ? (
                  t("noKeypad")
                ) : (
                  <>
                    {t("keypadModel", { model: device.keypadModel })}
                    <span className="tnum block text-sm text-muted">
                      {t("codesSplit", {
                        ours: formatNumber(codes.ours, locale),
                        unmanaged: formatNumber(codes.unmanaged, locale),
                        capacity: formatNumber(codes.capacity, locale),
                      })}
                    </span>
                  </>
                ),
            },
          ]}
        />
        <DescriptionList
          items={[
            {
              term: t("detail.areas"),
              value: (
                <>
                  {areas.length === 0 ? (
                    <span className="text-muted">{t("detail.noAreas")}</span>
                  ) : (
                    <ul className="space-y-1">
                      {areas.map((area) => (
                        <li key={area.id}>
                          <PageLink href={`/areas/${area.id}`} className="underline underline-offset-2">
                            {area.name}
                          </PageLink>
                        </li>
                      ))}
                    </ul>
                  )}
                  {areaOptions.length > 0 && (
                    <AreasButton
                      deviceId={device.id}
                      name={device.name}
                      before={areas.map((area) => area.id)}
                      options={areaOptions}
                    />
                  )}
                </>
              ),
            },
            { term: t("detail.clock"), value: device.timeZone ?? t("unknown") },
            { term: t("detail.model"), value: <ModelName device={device} /> },
            { term: t("column.firmware"), value: <FirmwareVersion device={device} explained /> },
            { term: t("detail.hardware"), value: device.hardware ?? t("unknown") },
            ...(device.fobPaired === null
              ? []
              : [
                  {
                    term: t("detail.fob"),
                    value: device.fobPaired ? t("detail.paired") : t("detail.none"),
                  },
                ]),
            {
              term: t("detail.nukiId"),
              value: <span className="tnum">{device.nukiId.toString(16).toUpperCase()}</span>,
            },
          ]}
        />
      </div>
    </Card>
  );
}
