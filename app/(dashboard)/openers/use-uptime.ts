import { useTranslations } from "next-intl";

/** "Running for 3 days", in the largest unit that fits. */
export function useUptime(): (seconds: number) => string {
  const t = useTranslations("openers.chip.uptime");
  return (seconds) => {
    if (seconds >= 2 * 86_400) return t("days", { count: Math.floor(seconds / 86_400) });
    if (seconds >= 2 * 3_600) return t("hours", { count: Math.floor(seconds / 3_600) });
    return t("minutes", { count: Math.floor(seconds / 60) });
  };
}
