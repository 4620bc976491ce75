import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { HistoryRow } from "@/lib/staff/queries";
import { formatDateTime, formatList, formatRelative } from "@/lib/time/format";

/** What was decided about a person, by whom and when. */
export function HistoryCard({ rows, now }: { rows: readonly HistoryRow[]; now: number }) {
  const t = useTranslations("staff");
  const locale = useLocale();
  type Key = Parameters<typeof t>[0];
  const word = (key: string, fallback: string) => (t.has(key as Key) ? t(key as Key) : fallback);
  return (
    <Card title={t("detail.history")}>
      {rows.length === 0 && <p className="text-muted">{t("detail.historyNone")}</p>}
      <ol className="space-y-3">
        {rows.map((row) => (
          <li key={row.id}>
            <p className="flex flex-wrap justify-between gap-x-3">
              <span className="font-medium">{word(`event.${row.type}`, row.type)}</span>
              <span className="text-sm text-muted">
                <Time
                  instant={row.at.getTime()}
                  text={formatRelative(row.at.getTime(), now, locale)}
                  exact={formatDateTime(row.at.getTime(), locale, "UTC")}
                />
              </span>
            </p>
            <p className="text-sm text-muted">{row.by ?? t("detail.bySystem")}</p>
            {row.fields.length > 0 && (
              <p className="text-sm text-muted">
                {t("detail.changedFields", {
                  fields: formatList(
                    row.fields.map((field) => word(`field.${field}`, field)),
                    locale,
                  ),
                })}
              </p>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
