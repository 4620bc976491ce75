import { useLocale, useTranslations } from "next-intl";
import type { Keypad } from "@/lib/keypads/queries";
import { formatNumber, formatTime } from "@/lib/time/format";
import { WrongCodeChart } from "./wrong-code-chart";

const hourMs = 3_600_000;

/** How often a keypad was tried in vain within a day, and when most. */
export function WrongCell({ keypad: { wrong, siteZone }, now }: { keypad: Keypad; now: number }) {
  const t = useTranslations("keypads.wrong");
  const locale = useLocale();
  if (wrong.count === 0) return <span className="text-muted">{t("none")}</span>;
  const count = Math.max(...wrong.hours);
  const from = now - (wrong.hours.length - wrong.hours.lastIndexOf(count)) * hourMs;
  const time = (at: number) => formatTime(at, locale, siteZone ?? "UTC");
  return (
    <span className="tnum inline-flex items-center gap-2">
      <span aria-hidden="true">{formatNumber(wrong.count, locale)}</span>
      <span className="sr-only">
        {`${t("count", { count: wrong.count })}, ${t("most", { from: time(from), until: time(from + hourMs), count })}`}
      </span>
      <WrongCodeChart hours={wrong.hours} />
    </span>
  );
}
