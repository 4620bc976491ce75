import { useLocale, useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { Bridge } from "@/lib/bridges/queries";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { BridgeChips } from "../../bridge-chips";
import { useUptime } from "../../use-uptime";

/** What a bridge told of itself, and what to do when it does not. */
export function BridgeFacts({ bridge, now }: { bridge: Bridge; now: number }) {
  const t = useTranslations("openers");
  const locale = useLocale();
  const uptime = useUptime();
  const clock = useClock();
  const { reading, hardwareId } = bridge;
  const moment = (at: Date) => (
    <Time
      instant={at.getTime()}
      text={formatRelative(at.getTime(), now, locale)}
      exact={formatDateTime(at.getTime(), locale, bridge.siteZone ?? "UTC")}
    />
  );
  // While it is silent, all but its firmware is history.
  const aged = (value: string) =>
    reading?.problem ? <span className="text-muted italic">{value}</span> : value;
  const firmware = [reading?.firmware, reading?.wifiFirmware].filter(Boolean).join(" / ");
  return (
    <Card title={t("bridge.health")}>
      <div className="space-y-3">
        <BridgeChips bridge={bridge} now={now} />
        {reading?.problem && <Callout tone="warn">{t(`problemText.${reading.problem}`)}</Callout>}
        {reading && (
          <div className="grid gap-x-10 lg:grid-cols-2">
            <DescriptionList
              items={[
                { term: t("bridge.lastTry"), value: moment(reading.triedAt) },
                {
                  term: t("chip.lastRead"),
                  value: reading.readAt ? moment(reading.readAt) : t("unknown"),
                },
                {
                  term: t("bridge.uptime"),
                  value: reading.uptimeSeconds === null ? t("unknown") : aged(uptime(reading.uptimeSeconds)),
                },
              ]}
            />
            <DescriptionList
              items={[
                { term: t("bridge.clock"), value: aged(clock(reading.clockSkewMs)) },
                { term: t("detail.firmware"), value: firmware || t("unknown") },
                {
                  term: t("bridge.hardware"),
                  value: hardwareId === null ? t("unknown") : <span className="tnum">{hardwareId}</span>,
                },
              ]}
            />
          </div>
        )}
      </div>
    </Card>
  );
}

/** How far the bridge's clock is off; a few seconds are nothing. */
function useClock(): (skewMs: number | null) => string {
  const t = useTranslations("openers");
  return (skewMs) => {
    if (skewMs === null) return t("unknown");
    const seconds = Math.round(Math.abs(skewMs) / 1000);
    if (seconds < 5) return t("bridge.clockRight");
    return t(skewMs > 0 ? "bridge.clockAhead" : "bridge.clockBehind", { seconds });
  };
}
