import { useLocale, useTranslations } from "next-intl";
import { Icon, type IconName } from "@/components/ui/icon";
import { doorKeyOf, isContinuous, knownAt, stateKeyOf } from "@/lib/devices/facts";
import type { Device } from "@/lib/devices/queries";
import { formatMoment } from "./format-moment";

/** The state that was read last. While the device cannot be reached it is history, and is drawn as such. */
export function SeenState({ device, now }: { device: Device; now: number }) {
  const t = useTranslations("devices");
  const { type, state } = device;
  const stateKey = isContinuous(device) ? "opener.continuous" : stateKeyOf(type, state);
  const words = stateKey ? t(`state.${stateKey}`) : t("unknownState", { state: state ?? "" });
  return (
    <Seen device={device} now={now} icon={iconOf(type, state)}>
      {words}
    </Seen>
  );
}

/** What the door sensor said last, where there is one in use. */
export function SeenDoor({ device, now }: { device: Device; now: number }) {
  const t = useTranslations("devices");
  const key = doorKeyOf(device.doorState);
  // On a phone no header says of what there is none.
  if (!key) return <span className="text-muted max-sm:hidden">{t("noSensor")}</span>;
  const icon = device.doorState === 3 ? "door-open" : device.doorState === 2 ? "door-closed" : "circle-help";
  return (
    <Seen device={device} now={now} icon={icon}>
      {t(`sensor.${key}`)}
    </Seen>
  );
}

function Seen({
  device,
  now,
  icon,
  children,
}: {
  device: Device;
  now: number;
  icon: IconName;
  children: string;
}) {
  const t = useTranslations("devices");
  const locale = useLocale();
  const { reach } = device;
  const isOld = reach === "offline" || reach === "missing" || reach === "reconnect";
  const when = formatMoment(knownAt(device).getTime(), now, locale, device.siteZone ?? "UTC");
  return (
    <span className={`flex items-start gap-2 ${isOld ? "text-muted" : ""}`}>
      <Icon name={isOld ? "clock" : icon} className="mt-0.5 shrink-0 text-muted" />
      <span className={isOld ? "italic" : ""}>{isOld ? t("asOf", { state: children, when }) : children}</span>
    </span>
  );
}

function iconOf(type: number, state: number | null): IconName {
  if (type === 2) return "radio";
  if (state === 1) return "lock";
  if (state === 254 || state === 0 || state === null) return "triangle-alert";
  return "lock-open";
}
