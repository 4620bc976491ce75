import type { useTranslations } from "next-intl";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long something lasts, in the two units that matter: "25 min", "3 h 10 min", "4 days". */
export function lengthText(ms: number, t: ReturnType<typeof useTranslations<"devices">>): string {
  const minutes = Math.max(0, Math.floor(ms / minuteMs));
  if (minutes < 60) return t("length.minutes", { count: minutes });
  const hours = Math.floor(ms / hourMs);
  if (hours < 48) return t("length.hours", { hours, minutes: minutes % 60 });
  return t("length.days", { count: Math.floor(hours / 24) });
}
