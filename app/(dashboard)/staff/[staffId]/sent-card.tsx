import { useLocale, useTranslations } from "next-intl";
import { ChangeStateBadge } from "@/components/access/change-state-badge";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Time } from "@/components/ui/time";
import type { SentRow } from "@/lib/staff/queries";
import { formatDateTime, formatRelative } from "@/lib/time/format";

/** The latest writes to the doors for one person, with what became of each. */
export function SentCard({
  rows,
  now,
  allHref,
}: {
  rows: readonly SentRow[];
  now: number;
  /** Where all of them are, for those who may see it. */
  allHref: `/changes?${string}` | null;
}) {
  const t = useTranslations("staff.detail");
  const tAccess = useTranslations("access");
  const locale = useLocale();
  const at = (date: Date, timeZone: string) => (
    <Time
      instant={date.getTime()}
      text={formatRelative(date.getTime(), now, locale)}
      exact={formatDateTime(date.getTime(), locale, timeZone)}
    />
  );
  const columns: Column<SentRow>[] = [
    { id: "door", header: t("door"), cell: (row) => <span className="font-medium">{row.doorName}</span> },
    {
      id: "what",
      header: t("sentWhat"),
      cell: (row) => (
        <span className="whitespace-nowrap">
          {tAccess(`kind.${row.kind}`)} · {tAccess(`op.${row.op}`)}
        </span>
      ),
    },
    {
      id: "state",
      header: t("state"),
      cell: (row) => (
        <span className="block">
          <ChangeStateBadge state={row.state} />
          {row.message && <span className="mt-0.5 block text-sm text-muted">{row.message}</span>}
        </span>
      ),
    },
    { id: "when", header: t("sentWhen"), cell: (row) => at(row.createdAt, row.timeZone) },
    { id: "closed", header: t("sentClosed"), cell: (row) => row.closedAt && at(row.closedAt, row.timeZone) },
  ];
  return (
    <Card
      title={t("sent")}
      description={t("sentDescription")}
      padded={rows.length === 0}
      actions={
        allHref &&
        rows.length > 0 && (
          <LinkButton size="sm" href={allHref}>
            {t("openChanges")}
          </LinkButton>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="text-muted">{t("sentNone")}</p>
      ) : (
        <SimpleTable label={t("sent")} columns={columns} rows={rows} rowId={(row) => row.id} />
      )}
    </Card>
  );
}
