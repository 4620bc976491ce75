import { useLocale, useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import { dayAround } from "@/lib/past/answer";
import type { PastRow } from "@/lib/past/rows";
import { formatTime } from "@/lib/time/format";
import { localDateTimeOf } from "@/lib/time/zones";

/** Whether it was used on the day of that moment, leading to these entries. */
export function UsedCell({ row, at }: { row: PastRow; at: number }) {
  const t = useTranslations("past.used");
  const locale = useLocale();
  const { used, door } = row;
  if (row.certainty === null) return <span className="text-muted">—</span>;
  if (used === null || typeof used === "string")
    return <span className="text-sm text-muted">{t(used ?? "none")}</span>;
  const day = dayAround(localDateTimeOf(at, door.timeZone));
  const query = new URLSearchParams({
    // The door log reads times on the clock of the site that it is narrowed to.
    ...(door.siteId ? { site: door.siteId } : {}),
    door: door.id,
    ...(row.staffId ? { person: row.staffId } : { q: row.name }),
    ...{ when: "custom", from: day.from, until: day.until },
  });
  return (
    <PageLink
      href={`/audit?${query}`}
      className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {t("times", { count: used.count, first: formatTime(used.firstAt, locale, door.timeZone) })}
      <span className="sr-only">{t("label", { name: row.name, door: door.name })}</span>
    </PageLink>
  );
}
