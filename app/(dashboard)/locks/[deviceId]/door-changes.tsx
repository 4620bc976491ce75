import { useLocale, useTranslations } from "next-intl";
import { ChangeStateBadge } from "@/components/access/change-state-badge";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { DoorChange } from "@/lib/devices/door";
import { formatDateTime } from "@/lib/time/format";

/** The latest writes to this door. */
export function DoorChanges({ rows, timeZone }: { rows: readonly DoorChange[]; timeZone: string }) {
  const t = useTranslations("devices.changes");
  const tAccess = useTranslations("access");
  const locale = useLocale();
  const columns: Column<DoorChange>[] = [
    {
      id: "at",
      header: t("at"),
      cell: (row) => <span className="tnum">{formatDateTime(row.at.getTime(), locale, timeZone)}</span>,
    },
    {
      id: "who",
      header: t("who"),
      cell: (row) => (
        <PageLink href={`/staff/${row.staffId}`} className="hover:underline">
          {row.name}
        </PageLink>
      ),
    },
    {
      id: "what",
      header: t("what"),
      cell: (row) => `${tAccess(`kind.${row.kind}`)}: ${tAccess(`op.${row.op}`)}`,
    },
    { id: "state", header: t("state"), cell: (row) => <ChangeStateBadge state={row.state} /> },
  ];
  return (
    <Card title={t("title")} padded={rows.length === 0}>
      {rows.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <SimpleTable label={t("title")} columns={columns} rows={rows} rowId={(row) => row.id} />
      )}
    </Card>
  );
}
