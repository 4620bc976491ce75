import { useLocale, useTranslations } from "next-intl";
import { Icon, type IconName } from "@/components/ui/icon";
import { doorKeyOf, stateKeyOf } from "@/lib/devices/facts";
import type { Device } from "@/lib/devices/queries";
import { formatMoment } from "./format-moment";

/** The state that was read last. While the device cannot be reached it is history, and is drawn as such. */
export function SeenState({ device, now }: { device: Device; now: number }) {
  const t = useTranslations("devices");
  const locale = useLocale();
  const { type, state, doorState, reach } = device;
  const stateKey = stateKeyOf(type, state);
  const words = stateKey ? t(`state.${stateKey}`) : t("unknownState", { state: state ?? "" });
  const doorKey = doorKeyOf(doorState);
  const isOld = reach === "offline" || reach === "missing" || reach === "reconnect";
  const asOf = (device.offlineSince ?? device.missingSince ?? device.seenAt).getTime();
  const when = formatMoment(asOf, now, locale, device.siteZone ?? "UTC");
  return (
    <span className={`flex items-start gap-2 ${isOld ? "text-muted" : ""}`}>
      <Icon name={isOld ? "clock" : iconOf(type, state)} className="mt-0.5 shrink-0 text-muted" />
      <span className={isOld ? "italic" : ""}>
        {isOld ? t("asOf", { state: words, when }) : words}
        {doorKey && (
          <span className="block text-sm whitespace-nowrap text-muted">{t(`sensor.${doorKey}`)}</span>
        )}
      </span>
    </span>
  );
}

function iconOf(type: number, state: number | null): IconName {
  if (type === 2) return "radio";
  if (state === 1) return "lock";
  return state === 254 || state === 0 ? "triangle-alert" : "door-open";
}
