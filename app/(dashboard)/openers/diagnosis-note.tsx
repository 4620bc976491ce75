import { useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import type { DiagnosisPart } from "@/lib/bridges/diagnosis";
import type { Bridge, Opener } from "@/lib/bridges/queries";
import { formatMoment } from "../locks/format-moment";
import { formatRssi } from "./format-rssi";

const looks: Record<DiagnosisPart, { tone: Tone; icon: IconName }> = {
  opener_battery: { tone: "danger", icon: "battery-warning" },
  opener_radio: { tone: "warn", icon: "signal-low" },
  bridge_power: { tone: "danger", icon: "unplug" },
  bridge_wifi: { tone: "danger", icon: "wifi-off" },
  bridge_cloud: { tone: "danger", icon: "cloud-off" },
  internet: { tone: "danger", icon: "wifi-off" },
  nuki: { tone: "warn", icon: "cloud-off" },
  reconnect: { tone: "danger", icon: "plug" },
  unclear: { tone: "warn", icon: "circle-help" },
  fine: { tone: "ok", icon: "circle-check" },
};

/** Which part failed, how we know, and what to do next. */
export function DiagnosisNote({
  opener,
  bridge,
  now,
  mayWrite,
}: {
  opener: Opener;
  bridge: Bridge | null;
  now: number;
  mayWrite: boolean;
}) {
  const t = useTranslations("openers");
  const locale = useLocale();
  const { part, certain, params } = opener.verdict;
  const values = {
    minutes: 0,
    state: "",
    ...params,
    bridge: bridge?.name ?? t("diagnosis.itsBridge"),
    site: opener.siteName ?? t("noSite"),
    rssi: typeof params.rssi === "number" ? formatRssi(params.rssi) : "",
  };
  const since = opener.offlineSince ?? opener.missingSince;
  const needsSetUp = bridge !== null && (bridge.host === null || !bridge.hasToken);
  const needsCorrection =
    bridge?.reading?.problem !== undefined &&
    bridge.reading.problem !== null &&
    (bridge.reading.readAt === null || !["no_answer", "refused", "busy"].includes(bridge.reading.problem));
  return (
    <div className="rounded-md bg-subtle px-3 py-2.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge {...looks[part]}>{t(`diagnosis.${part}.name`)}</Badge>
        <span className="text-sm text-muted">
          {t(certain ? "diagnosis.certain" : "diagnosis.likely")}
          {since &&
            ` · ${t("since", { since: formatMoment(since.getTime(), now, locale, opener.siteZone ?? "UTC") })}`}
        </span>
      </p>
      <p className="mt-1.5 max-w-3xl">{t(`diagnosis.${part}.text`, values)}</p>
      <p className="mt-1 max-w-3xl text-muted">
        <span className="font-medium">{t("diagnosis.todo")}:</span> {t(`diagnosis.${part}.todo`, values)}
      </p>
      {!certain && mayWrite && bridge && (needsSetUp || needsCorrection) && (
        <p className="mt-1 text-muted">
          {t("diagnosis.learnMore")}{" "}
          <PageLink
            href={`/openers/bridges/${bridge.id}`}
            className="font-medium text-accent underline underline-offset-2"
          >
            {t(needsSetUp ? "chip.setUp" : "chip.correct")}
          </PageLink>
        </p>
      )}
    </div>
  );
}
