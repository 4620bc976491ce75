import type { Route } from "next";
import { useLocale, useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { formatNumber } from "@/lib/time/format";
import { pageSize } from "./step-params";

/** Pages of rows as plain links: each has an address, and works without a script. */
export function PageLinks({
  page,
  total,
  count,
  hrefOf,
}: {
  page: number;
  total: number;
  count: number;
  hrefOf: (page: number) => Route;
}) {
  const t = useTranslations("import.check");
  const tTable = useTranslations("common.table");
  const locale = useLocale();
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (total <= pageSize && page === 1) return null;
  const first = (page - 1) * pageSize;
  return (
    <nav
      aria-label={t("pages")}
      className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-3 py-2 text-sm text-muted"
    >
      <p className="tnum">
        {t("range", {
          from: formatNumber(count === 0 ? 0 : first + 1, locale),
          to: formatNumber(first + count, locale),
          total: formatNumber(total, locale),
        })}
      </p>
      <div className="flex gap-2">
        {page > 1 && (
          <LinkButton size="sm" href={hrefOf(page - 1)}>
            {tTable("previous")}
          </LinkButton>
        )}
        {page < last && (
          <LinkButton size="sm" href={hrefOf(page + 1)}>
            {tTable("next")}
          </LinkButton>
        )}
      </div>
    </nav>
  );
}
