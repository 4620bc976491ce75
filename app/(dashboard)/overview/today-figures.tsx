import { useLocale, useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import type { Today } from "@/lib/overview/today";
import { formatNumber } from "@/lib/time/format";

/** The day at a glance; each figure leads to what it counts. */
export function TodayFigures({ today, siteId }: { today: Today; siteId: string | null }) {
  const t = useTranslations("overview.today");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const site = siteId ? `&site=${siteId}` : "";
  const figures = [
    {
      label: t("doors"),
      value: t("doorsValue", { online: number(today.doors.online), total: number(today.doors.total) }),
      href: `/locks?type=all&reach=online${site}`,
    },
    { label: t("people"), value: number(today.activePeople), href: "/staff?status=active" },
    {
      label: t("confirmed"),
      value: number(today.confirmed),
      href: `/changes?tab=history&state=confirmed&when=today${site}`,
    },
  ];
  return (
    <section aria-labelledby="overview-today">
      <h2 id="overview-today" className="mb-2 font-semibold">
        {t("title")}
      </h2>
      <ul className="grid gap-3 sm:grid-cols-3">
        {figures.map(({ label, value, href }) => (
          <li key={href}>
            <PageLink
              href={href}
              className="flex items-baseline justify-between gap-3 rounded-lg border border-line bg-surface px-4 py-3 hover:bg-hover sm:block"
            >
              <span className="block text-sm text-muted">{label}</span>
              <span className="tnum block text-xl font-semibold tracking-tight">{value}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
