import { useLocale, useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import type { Device } from "@/lib/devices/queries";
import { formatPercent } from "@/lib/time/format";

/** The lock's own battery in per cent where it tells, and keypad and sensor, which only tell when they run out. */
export function Batteries({ device }: { device: Device }) {
  const t = useTranslations("devices.batteries");
  const locale = useLocale();
  const { type, batteryCharge, batteryCritical, batteryCharging } = device;
  const charge = batteryCharge === null ? null : formatPercent(batteryCharge / 100, locale);
  const own = batteryCritical
    ? charge
      ? t("criticalAt", { charge })
      : t("critical")
    : (charge ?? (type === 2 ? null : t("good")));
  return (
    <span className="tnum block">
      <span className={`flex items-center gap-1.5 ${batteryCritical ? "text-danger" : ""}`}>
        {batteryCritical && <Icon name="battery-warning" size={14} />}
        {own}
        {batteryCharging && <span className="text-muted">{t("charging")}</span>}
      </span>
      {device.keypadBatteryCritical && <span className="block text-sm text-warn">{t("keypad")}</span>}
      {device.doorsensorBatteryCritical && <span className="block text-sm text-warn">{t("sensor")}</span>}
    </span>
  );
}
