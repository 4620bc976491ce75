import { useLocale, useTranslations } from "next-intl";
import { Icon, type IconName } from "@/components/ui/icon";
import type { Device } from "@/lib/devices/queries";
import { formatPercent } from "@/lib/time/format";

/** The batteries of lock, keypad and sensor, each by itself: only the lock's tells per cent, where it tells any. */
export function Batteries({ device }: { device: Device }) {
  const t = useTranslations("devices.batteries");
  const locale = useLocale();
  const { type, batteryCharge, batteryCritical, batteryCharging, keypadModel } = device;
  const charge = batteryCharge === null ? null : formatPercent(batteryCharge / 100, locale);
  const own = batteryCritical
    ? charge
      ? t("criticalAt", { charge })
      : t("critical")
    : (charge ?? t("good"));
  // An opener at the intercom's own current tells nothing until something is wrong.
  const isSilent = type === 2 && !batteryCritical && charge === null;
  const part = (low: boolean | null) => ({ low: low === true, text: low ? t("critical") : t("good") });
  const isAway = device.reach !== "online" && device.reach !== "pin_invalid";
  return (
    <span className={`tnum block whitespace-nowrap ${isAway ? "text-muted italic" : ""}`}>
      {!isSilent && (
        <Part name={t("part.lock")} low={batteryCritical} icon={batteryCritical ? "battery-warning" : null}>
          {own}
          {batteryCharging && <span className="text-muted"> {t("charging")}</span>}
        </Part>
      )}
      {keypadModel !== null && device.keypadBatteryCritical !== null && (
        <Part name={t("part.keypad")} {...lookOf(part(device.keypadBatteryCritical))} />
      )}
      {device.doorsensorBatteryCritical !== null && (
        <Part name={t("part.sensor")} {...lookOf(part(device.doorsensorBatteryCritical))} />
      )}
    </span>
  );
}

function lookOf({ low, text }: { low: boolean; text: string }) {
  return { low, icon: low ? ("battery-warning" as const) : null, children: text };
}

function Part({
  name,
  low,
  icon,
  children,
}: {
  name: string;
  low: boolean;
  icon: IconName | null;
  children: React.ReactNode;
}) {
  return (
    <span className={`flex items-center gap-1.5 ${low ? "text-danger" : ""}`}>
      {icon && <Icon name={icon} size={14} />}
      <span className={low ? "" : "text-muted"}>{name}</span>
      <span>{children}</span>
    </span>
  );
}
