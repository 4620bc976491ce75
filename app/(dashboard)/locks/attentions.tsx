import { useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { Attention } from "@/lib/devices/facts";
import type { Device } from "@/lib/devices/queries";
import { formatZonedMoment } from "./format-moment";
import { lengthText } from "./length-text";

const looks: Record<Attention, { tone: Tone; icon: IconName }> = {
  no_site: { tone: "accent", icon: "map-pin" },
  missing: { tone: "danger", icon: "circle-help" },
  reconnect: { tone: "danger", icon: "plug" },
  offline: { tone: "warn", icon: "wifi-off" },
  pin_invalid: { tone: "danger", icon: "hash" },
  motor_blocked: { tone: "danger", icon: "triangle-alert" },
  continuous: { tone: "warn", icon: "bell" },
  battery: { tone: "danger", icon: "battery-warning" },
  keypad_battery: { tone: "danger", icon: "battery-warning" },
  sensor_battery: { tone: "danger", icon: "battery-warning" },
  time_zone: { tone: "warn", icon: "clock-alert" },
};

/** What somebody should look at, most urgent first; with `explained`, what to do about it. */
export function Attentions({
  device,
  now,
  explained = false,
}: {
  device: Device;
  now: number;
  explained?: boolean;
}) {
  const t = useTranslations("devices");
  const locale = useLocale();
  const zone = device.siteZone ?? "UTC";
  const since = device.offlineSince ?? device.missingSince;
  const params = {
    since: since ? formatZonedMoment(since.getTime(), now, locale, zone) : t("unknown"),
    length: since ? lengthText(now - since.getTime(), t) : t("unknown"),
    deviceZone: device.timeZone ?? t("unknown"),
    siteZone: zone,
  };
  if (device.attention.length === 0)
    return explained ? null : <span className="text-muted">{t("fine")}</span>;
  return (
    <ul className={explained ? "space-y-3" : "flex flex-col items-start gap-1 py-1"}>
      {device.attention.map((item) => (
        <li key={item}>
          <Badge {...looks[item]}>{t(`attention.${item}`)}</Badge>
          {explained ? (
            <>
              <span className="mt-1 block text-muted">{t(`explained.${item}`, params)}</span>
              {item === "reconnect" && <ReconnectSteps serverState={device.serverState} />}
            </>
          ) : (
            item === "offline" && (
              <span className="tnum block text-sm whitespace-nowrap text-muted">
                {t("sinceFor", { since: params.since, length: params.length })}
              </span>
            )
          )}
        </li>
      ))}
    </ul>
  );
}

/** Server states 1 to 3 are no outage: somebody has to go there with the app. */
function ReconnectSteps({ serverState }: { serverState: number }) {
  const t = useTranslations("devices.reconnect");
  return (
    <>
      <ol className="mt-1.5 list-decimal space-y-0.5 pl-5 text-muted">
        <li>{t("go")}</li>
        <li>{t("open")}</li>
        <li>{t("switch")}</li>
        <li>{t("back")}</li>
      </ol>
      <p className="tnum mt-1.5 text-sm text-muted">{t("state", { state: serverState })}</p>
    </>
  );
}
