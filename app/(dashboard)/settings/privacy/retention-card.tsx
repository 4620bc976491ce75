import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { TwoLines } from "@/components/data-table/two-lines";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { RetentionRow } from "@/lib/retention/views";
import { formatDate } from "@/lib/time/format";
import { ChangeDays } from "./change-days";

/** How long what is kept, and what is too old today. */
export function RetentionCard({ rows }: { rows: readonly RetentionRow[] }) {
  const t = useTranslations("retention");
  const locale = useLocale();
  const whatOf = ({ subject, name }: RetentionRow) =>
    subject === null
      ? t("what.nowhere")
      : subject.kind === "site"
        ? t("what.site", { name: name ?? "" })
        : t(`what.${subject.kind}`);
  const hintOf = ({ subject, timeZone }: RetentionRow) =>
    subject === null
      ? t("what.nowhereHint")
      : subject.kind === "site"
        ? timeZone
        : t(`what.${subject.kind}Hint`);
  const columns: Column<RetentionRow>[] = [
    {
      id: "what",
      header: t("kept.what"),
      cell: (row) => <TwoLines below={hintOf(row)}>{whatOf(row)}</TwoLines>,
    },
    {
      id: "days",
      header: t("kept.days"),
      cell: ({ days }) => (
        <span className="tnum">{days === null ? t("kept.forEver") : t("kept.count", { days })}</span>
      ),
    },
    {
      id: "deleted",
      header: t("kept.deleted"),
      cell: ({ before, timeZone, isHeld }) =>
        isHeld ? (
          <Badge tone="warn" icon="lock">
            {t("kept.held")}
          </Badge>
        ) : before === null ? (
          t("kept.nothing")
        ) : (
          t("kept.before", { date: formatDate(before, locale, timeZone) })
        ),
    },
    {
      id: "change",
      header: t("kept.change"),
      phone: "second",
      cell: (row) =>
        row.mayChange && row.subject ? (
          <ChangeDays
            key={String(row.days)}
            subject={row.subject}
            days={row.days}
            isHeld={row.isHeld}
            what={whatOf(row)}
          />
        ) : null,
    },
  ];
  const mayChange = rows.some((row) => row.mayChange);
  return (
    <Card title={t("kept.title")} description={t("kept.description")} padded={false}>
      <SimpleTable
        label={t("kept.title")}
        columns={columns.filter(({ id }) => id !== "change" || mayChange)}
        rows={rows}
        rowId={whatOf}
      />
      <p className="border-t border-line px-4 py-3 text-sm text-muted">{t("kept.chain")}</p>
    </Card>
  );
}
