import { useLocale, useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import type { Opener } from "@/lib/bridges/queries";
import { knownAt, stateKeyOf } from "@/lib/devices/facts";
import { formatMoment } from "../locks/format-moment";

/** The state that was read last; while the opener is away it is history, and is drawn as such. */
export function OpenerState({ opener, now }: { opener: Opener; now: number }) {
  const t = useTranslations("openers.state");
  const locale = useLocale();
  const words = useStateWords(opener, now);
  const isOld = opener.reach !== "online" && opener.reach !== "pin_invalid";
  if (isOld) {
    const when = formatMoment(knownAt(opener).getTime(), now, locale, opener.siteZone ?? "UTC");
    return (
      <span className="flex items-start gap-2 text-muted italic">
        <Icon name="clock" className="mt-0.5 shrink-0" />
        {t("asOf", { state: words, when })}
      </span>
    );
  }
  // It warns for as long as it lasts: everybody who rings gets in.
  if (opener.continuous) {
    return (
      <span className="flex items-start gap-2 font-medium text-warn">
        <Icon name="triangle-alert" className="mt-0.5 shrink-0" />
        {words}
      </span>
    );
  }
  return (
    <span className="flex items-start gap-2">
      <Icon name={opener.ringToOpen ? "bell" : "radio"} className="mt-0.5 shrink-0 text-muted" />
      {words}
    </span>
  );
}

function useStateWords({ continuous, ringToOpen, state }: Opener, now: number): string {
  const t = useTranslations("openers.state");
  const tDevices = useTranslations("devices");
  if (continuous) return t("continuous");
  if (ringToOpen?.until) {
    return t("ringToOpenLeft", {
      minutes: Math.max(1, Math.ceil((ringToOpen.until.getTime() - now) / 60_000)),
    });
  }
  if (ringToOpen) return t("ringToOpen");
  const key = stateKeyOf(2, state);
  return key ? tDevices(`state.${key}`) : tDevices("unknownState", { state: state ?? "" });
}
