import { useLocale, useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import type { Opener } from "@/lib/bridges/queries";
import { formatPercent } from "@/lib/time/format";

/** The battery as Nuki or the bridge tells it: openers mostly know "critical" only. */
export function OpenerBattery({ opener }: { opener: Opener }) {
  const t = useTranslations("openers.battery");
  const locale = useLocale();
  const { batteryCharge, batteryCharging, keypadBatteryCritical, heard } = opener;
  // What an opener that is away told of its battery is history: it may be the reason why it is away.
  const isOld = opener.reach !== "online" && opener.reach !== "pin_invalid";
  const isCritical = opener.batteryCritical || (heard?.batteryCritical === true && !heard.isOld);
  const charge = batteryCharge === null ? null : formatPercent(batteryCharge / 100, locale);
  const words = isCritical ? (charge ? t("criticalAt", { charge }) : t("critical")) : (charge ?? t("good"));
  return (
    <span className="tnum block">
      <span
        className={`flex items-center gap-1.5 ${isCritical ? "text-danger" : isOld ? "text-muted italic" : ""}`}
      >
        <Icon
          name={isCritical ? "battery-warning" : isOld ? "clock" : "battery-full"}
          size={14}
          className={isCritical ? "" : "text-muted"}
        />
        {isOld && !isCritical ? t("before", { words }) : words}
        {batteryCharging && <span className="text-muted">{t("charging")}</span>}
      </span>
      {keypadBatteryCritical && <span className="block text-sm text-warn">{t("keypad")}</span>}
    </span>
  );
}
