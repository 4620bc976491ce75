import { useLocale, useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import type { PastRow } from "@/lib/past/rows";
import { formatDateTime } from "@/lib/time/format";
import { formatMomentNear, isSameMinute } from "./moment-near";

/** Since when it was like this, leading to what it was before. */
export function SinceCell({ row }: { row: PastRow }) {
  const t = useTranslations("past.since");
  const locale = useLocale();
  const { door, since, certainty, staffId, later, authId } = row;
  const text = (instant: number) => formatDateTime(instant, locale, door.timeZone);
  const owner = staffId ?? later?.staffId;
  const query = new URLSearchParams({
    door: door.id,
    ...(owner ? { person: owner } : { auth: authId ?? "" }),
  });
  const at = text(since.at);
  return (
    <span className="tnum block space-y-0.5 sm:whitespace-nowrap">
      <PageLink
        href={`/audit/past/history?${query}`}
        className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
      >
        {certainty === null ? t("wanted", { at }) : at}
        <span className="sr-only">{t("moreLabel", { name: row.name, door: door.name })}</span>
      </PageLink>
      {certainty !== null && (since.after === null || !isSameMinute(since.after, since.at)) && (
        <span className="block text-sm text-muted">
          {since.after === null
            ? t("earlier")
            : t("between", { after: formatMomentNear(since.after, since.at, locale, door.timeZone) })}
        </span>
      )}
    </span>
  );
}
