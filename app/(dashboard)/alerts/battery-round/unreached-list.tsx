import { useLocale, useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import type { RoundSite } from "@/lib/alerts/battery-round";
import { formatDateTime } from "@/lib/time/format";

/** What cannot be reached at one site and may have empty batteries, with a box to tick on paper. */
export function UnreachedList({ site }: { site: RoundSite }) {
  const t = useTranslations("alerts.round");
  const locale = useLocale();
  const headingId = `unreached-${site.id}`;
  return (
    <div className={site.rows.length > 0 ? "border-t border-line" : undefined}>
      <div data-print="together" className="px-4 pt-3">
        <h3 id={headingId} className="font-medium">
          {t("unreached")}
        </h3>
        <p className="text-sm text-muted">{t("unreachedText")}</p>
      </div>
      <ul aria-labelledby={headingId} className="divide-y divide-line">
        {site.unreached.map(({ deviceId, door, type, sort, since }) => (
          <li key={deviceId} data-print="together" className="flex items-start gap-3 px-4 py-3">
            <span aria-hidden className="mt-1 size-4 shrink-0 rounded-sm border border-line-strong" />
            <div className="grid min-w-0 flex-1 gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,2fr)_minmax(0,1.4fr)_minmax(0,1.6fr)]">
              <p className="min-w-0">
                <PageLink
                  href={type === 2 ? `/openers/${deviceId}` : `/locks/${deviceId}`}
                  className="font-medium hover:underline"
                >
                  {door}
                </PageLink>
                <span className="block text-sm text-muted">{type === 2 ? t("device") : t("part.lock")}</span>
              </p>
              <p>{t(`battery.${sort}`)}</p>
              <p className="tnum text-sm text-muted">
                {t("away", { since: formatDateTime(since.getTime(), locale, site.timeZone) })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
