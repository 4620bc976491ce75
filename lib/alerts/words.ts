import { formatDateTime, type TimeLocale } from "@/lib/time/format";
import type { AlertView } from "./queries";

/** What the sentences of an alert (alerts.title, alerts.text and alerts.todo, by kind) are filled with. */
export function alertParams(
  { detail, deviceType, timeZone }: Pick<AlertView, "detail" | "deviceType" | "timeZone">,
  locale: TimeLocale,
): Record<string, string | number> {
  const moment = (value: string | number | undefined) =>
    typeof value === "number" && value > 0 ? formatDateTime(value, locale, timeZone ?? "UTC") : "";
  const { since, at, ...figures } = detail;
  return {
    why: "",
    part: "",
    count: 0,
    openers: 0,
    days: -1,
    charge: 0,
    device: "",
    site: "",
    ...figures,
    opener: deviceType === 2 ? "yes" : "no",
    since: moment(since ?? at),
  };
}

/** Where what is wrong can be seen, or done something about. */
export function alertHref(
  alert: Pick<AlertView, "kind" | "deviceId" | "deviceType" | "bridgeId">,
): string | null {
  const { kind, deviceId, deviceType, bridgeId } = alert;
  if (bridgeId !== null) return `/openers/bridges/${bridgeId}`;
  if (kind === "token_broken" || kind === "webhook_broken") return "/settings/connection";
  if (deviceId === null) return null;
  if (kind === "change_waiting") return `/changes?tab=open&door=${deviceId}`;
  return deviceType === 2 ? `/openers/${deviceId}` : `/locks/${deviceId}`;
}

/** What it is about: a door, a bridge, or a connection to Nuki. */
export function alertPlace({
  deviceName,
  bridgeName,
  accountName,
}: Pick<AlertView, "deviceName" | "bridgeName" | "accountName">): string {
  return deviceName ?? bridgeName ?? accountName ?? "";
}
