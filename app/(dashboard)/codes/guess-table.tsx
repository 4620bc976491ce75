import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLink } from "@/components/ui/page-link";
import type { GuessRow } from "@/lib/codes/queries";
import { formatNumber } from "@/lib/time/format";

/** How many tries it takes a stranger at each keypad. */
export function GuessTable({ rows, mayList }: { rows: readonly GuessRow[]; mayList: boolean }) {
  const t = useTranslations("codes.guess");
  const locale = useLocale();
  if (rows.length === 0)
    return (
      <EmptyState icon="keyboard" title={t("none")}>
        {t("noneText")}
      </EmptyState>
    );
  const columns: Column<GuessRow>[] = [
    {
      id: "name",
      header: t("keypad"),
      cell: (row) => (
        <span className="block min-w-0 py-1">
          <PageLink href={`/keypads/${row.deviceId}`} className="font-medium hover:underline">
            {row.name}
          </PageLink>
          <span className="block text-sm text-muted">{row.siteName ?? t("noSite")}</span>
        </span>
      ),
    },
    {
      id: "odds",
      header: t("odds"),
      phone: "main",
      cell: ({ codes, oneIn }) => (
        <span className="tnum whitespace-nowrap">
          {codes === 0 ? (
            <span className="text-muted">{t("never")}</span>
          ) : (
            t("oneIn", { count: formatNumber(oneIn, locale) })
          )}
        </span>
      ),
    },
    {
      id: "codes",
      header: t("codes"),
      align: "end",
      width: "6rem",
      cell: ({ codes }) => <span className="tnum">{formatNumber(codes, locale)}</span>,
    },
  ];
  if (mayList) {
    columns.push({
      id: "list",
      header: t("all"),
      width: "9rem",
      phone: "second",
      cell: (row) => (
        <PageLink
          href={`/codes/door/${row.deviceId}`}
          aria-label={t("listOf", { door: row.name })}
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          {t("list")}
        </PageLink>
      ),
    });
  }
  return <SimpleTable label={t("title")} columns={columns} rows={rows} rowId={(row) => row.deviceId} />;
}
