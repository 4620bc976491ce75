import { useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import type { RoundRow, RoundSite } from "@/lib/alerts/battery-round";
import { formatDateTime } from "@/lib/time/format";
import { UnreachedList } from "./unreached-list";

const tones: Record<RoundRow["urgency"], Tone> = { critical: "danger", low: "warn", soon: "neutral" };

/** The batteries of one site, with a box to tick on paper. */
export function RoundList({ site }: { site: RoundSite }) {
  const t = useTranslations("alerts.round");
  return (
    <section aria-labelledby={`round-${site.id}`} className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line px-4 py-3">
        <h2 id={`round-${site.id}`} className="font-semibold">
          {site.name}
        </h2>
        {site.rows.length > 0 && (
          <p className="text-sm text-muted">{t("count", { count: site.rows.length })}</p>
        )}
      </div>
      {site.rows.length > 0 && (
        <ul className="divide-y divide-line">
          {site.rows.map((row) => (
            <Row key={`${row.deviceId} ${row.part}`} row={row} timeZone={site.timeZone} />
          ))}
        </ul>
      )}
      {site.unreached.length > 0 && <UnreachedList site={site} />}
    </section>
  );
}

function Row({ row, timeZone }: { row: RoundRow; timeZone: string }) {
  const t = useTranslations("alerts.round");
  const locale = useLocale();
  const { door, part, urgency, charge, days, sort, awaySince, type, deviceId } = row;
  const facts = [
    charge === null ? null : t("charge", { charge }),
    days === null || urgency === "critical" ? null : t("days", { days }),
    awaySince && t("away", { since: formatDateTime(awaySince.getTime(), locale, timeZone) }),
  ].filter(Boolean);
  return (
    <li data-print="together" className="flex items-start gap-3 px-4 py-3">
      <span aria-hidden className="mt-1 size-4 shrink-0 rounded-sm border border-line-strong" />
      <div className="grid min-w-0 flex-1 gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,2fr)_minmax(0,1.4fr)_minmax(0,1.6fr)]">
        <p className="min-w-0">
          <PageLink
            href={type === 2 ? `/openers/${deviceId}` : `/locks/${deviceId}`}
            className="font-medium hover:underline"
          >
            {door}
          </PageLink>
          <span className="block text-sm text-muted">
            {part === "lock" && type === 2 ? t("device") : t(`part.${part}`)}
          </span>
        </p>
        <p>{t(`battery.${sort}`)}</p>
        <p>
          <Badge tone={tones[urgency]} icon={urgency === "critical" ? "battery-warning" : "battery-low"}>
            {t(`urgency.${urgency}`)}
          </Badge>
          <span className="tnum block text-sm text-muted">{facts.join(" · ")}</span>
        </p>
      </div>
    </li>
  );
}
