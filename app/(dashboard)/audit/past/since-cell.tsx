import { useLocale, useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import type { PastRow } from "@/lib/past/rows";
import { formatDateTime } from "@/lib/time/format";

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
  const isWish = certainty === null;
  const at = text(since.at);
  return (
    <span className="block space-y-0.5">
      <PageLink
        href={`/audit/past/history?${query}`}
        className="tnum underline decoration-line-strong underline-offset-2 hover:decoration-current"
      >
        {isWish ? t("wanted", { at }) : since.after === null ? t("atLeast", { at }) : at}
        <span className="sr-only">{t("moreLabel", { name: row.name, door: door.name })}</span>
      </PageLink>
      {!isWish && since.after !== null && (
        <span className="tnum block text-sm text-muted">{t("between", { after: text(since.after) })}</span>
      )}
    </span>
  );
}
