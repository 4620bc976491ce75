import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { Bridge } from "@/lib/bridges/queries";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { formatMoment } from "../locks/format-moment";
import { useUptime } from "./use-uptime";

const recentMs = 3_600_000;
const wrongClockMs = 30_000;

/** How a bridge is, at a glance: what it told last, or that it does not answer. */
export function BridgeChips({
  bridge,
  now,
  className = "",
}: {
  bridge: Bridge;
  now: number;
  className?: string;
}) {
  const t = useTranslations("openers.chip");
  const tOpeners = useTranslations("openers");
  const locale = useLocale();
  const uptime = useUptime();
  const { reading } = bridge;
  const zone = bridge.siteZone ?? "UTC";
  if (bridge.host === null || !bridge.hasToken || reading === null) {
    return (
      <p className={className}>
        <Badge icon="circle-dashed">
          {t(bridge.host !== null && bridge.hasToken ? "notYet" : "notSetUp")}
        </Badge>
      </p>
    );
  }
  const { problem, problemSince, readAt, rebootedAt, clockSkewMs, firmware } = reading;
  const lastAt = readAt?.getTime();
  const isLive = problem === null;
  const hasRestarted = rebootedAt !== null && now - rebootedAt.getTime() < recentMs;
  return (
    <ul
      aria-label={t("health", { name: bridge.name })}
      className={`flex flex-wrap items-center gap-x-1.5 gap-y-1 ${className}`}
    >
      <li>
        {problem === null ? (
          <Badge tone="ok" icon="circle-check">
            {t("answers")}
          </Badge>
        ) : (
          <Badge tone="danger" icon="unplug">
            {tOpeners(`problem.${problem}`)}
            {problemSince &&
              `, ${tOpeners("since", { since: formatMoment(problemSince.getTime(), now, locale, zone) })}`}
          </Badge>
        )}
      </li>
      {isLive && reading.serverConnected !== null && (
        <li>
          {reading.serverConnected ? (
            <Badge tone="ok" icon="link">
              {t("cloud")}
            </Badge>
          ) : (
            <Badge tone="danger" icon="cloud-off">
              {t("noCloud")}
            </Badge>
          )}
        </li>
      )}
      {isLive && reading.wlanConnected !== null && (
        <li>
          {reading.wlanConnected ? (
            <Badge tone="ok" icon="wifi">
              {t("wifi")}
            </Badge>
          ) : (
            <Badge tone="danger" icon="wifi-off">
              {t("noWifi")}
            </Badge>
          )}
        </li>
      )}
      {isLive && reading.uptimeSeconds !== null && (
        <li>
          {hasRestarted ? (
            <Badge tone="warn" icon="rotate-ccw">
              {t("rebooted", { when: formatRelative(rebootedAt.getTime(), now, locale) })}
            </Badge>
          ) : (
            <Badge icon="timer">{uptime(reading.uptimeSeconds)}</Badge>
          )}
        </li>
      )}
      {isLive && clockSkewMs !== null && Math.abs(clockSkewMs) > wrongClockMs && (
        <li>
          <Badge tone="warn" icon="clock-alert">
            {t("clock", { minutes: Math.max(1, Math.round(Math.abs(clockSkewMs) / 60_000)) })}
          </Badge>
        </li>
      )}
      {firmware && (
        <li>
          <Badge>{t("firmware", { version: firmware })}</Badge>
        </li>
      )}
      {lastAt !== undefined && (
        <li className="text-sm text-muted">
          {t(isLive ? "read" : "lastRead")}{" "}
          <Time
            instant={lastAt}
            text={formatRelative(lastAt, now, locale)}
            exact={formatDateTime(lastAt, locale, zone)}
          />
        </li>
      )}
    </ul>
  );
}
