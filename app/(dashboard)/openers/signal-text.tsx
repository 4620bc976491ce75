import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import type { Opener } from "@/lib/bridges/queries";
import { signalOf } from "@/lib/bridges/signal";
import { formatRssi } from "./format-rssi";

/** How well the bridge hears the opener: in a word, with the figure for who knows it. */
export function SignalText({ opener: { heard } }: { opener: Pick<Opener, "heard"> }) {
  const t = useTranslations("openers.signal");
  if (heard === null) return <span className="text-muted">{t("notRead")}</span>;
  const signal = signalOf(heard.rssi);
  const isPoor = signal === "weak" || signal === "none";
  return (
    <span className={`tnum flex items-start gap-1.5 ${isPoor ? "text-warn" : ""}`}>
      <Icon
        name={isPoor ? "signal-low" : "signal"}
        size={14}
        className={`mt-0.5 shrink-0 ${isPoor ? "" : "text-muted"}`}
      />
      {heard.rssi === null ? t(signal) : t("with", { word: t(signal), rssi: formatRssi(heard.rssi) })}
    </span>
  );
}
