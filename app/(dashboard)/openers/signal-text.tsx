import { useLocale, useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import type { Opener } from "@/lib/bridges/queries";
import { signalOf } from "@/lib/bridges/signal";
import { formatMoment } from "../locks/format-moment";
import { formatRssi } from "./format-rssi";

/** How well the bridge hears the opener: in a word, with the figure for who knows it; what is old is drawn as such. */
export function SignalText({ opener, now }: { opener: Pick<Opener, "heard" | "siteZone">; now: number }) {
  const t = useTranslations("openers");
  const locale = useLocale();
  const { heard } = opener;
  if (heard === null) return <span className="text-muted">{t("signal.notRead")}</span>;
  const signal = signalOf(heard.rssi);
  const word = t(`signal.${signal}`);
  const words = heard.rssi === null ? word : t("signal.with", { word, rssi: formatRssi(heard.rssi) });
  const isPoor = signal === "weak" || signal === "none";
  const when = formatMoment(heard.at.getTime(), now, locale, opener.siteZone ?? "UTC");
  return (
    <span
      className={`tnum flex items-start gap-1.5 ${heard.isOld ? "text-muted italic" : isPoor ? "text-warn" : ""}`}
    >
      <Icon
        name={heard.isOld ? "clock" : isPoor ? "signal-low" : "signal"}
        size={14}
        className={`mt-0.5 shrink-0 ${isPoor ? "" : "text-muted"}`}
      />
      {heard.isOld ? t("state.asOf", { state: words, when }) : words}
    </span>
  );
}
