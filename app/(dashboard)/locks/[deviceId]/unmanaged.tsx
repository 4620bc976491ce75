import { useLocale, useTranslations } from "next-intl";
import { StateBadge } from "@/components/access/state-badge";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import type { UnmanagedRow } from "@/lib/devices/door";
import { formatDateTime } from "@/lib/time/format";

/** What is on the door without being ours: shown and counted, never touched. */
export function Unmanaged({
  rows,
  total,
  readAt,
  timeZone,
}: {
  rows: readonly UnmanagedRow[];
  total: number;
  readAt: string | null;
  timeZone: string;
}) {
  const t = useTranslations("devices.unmanaged");
  const tPrivacy = useTranslations("privacy");
  const locale = useLocale();
  const columns: Column<UnmanagedRow>[] = [
    { id: "name", header: t("name"), cell: (row) => row.name },
    {
      id: "type",
      header: t("type"),
      cell: (row) => (row.type === 13 ? t("keypad") : row.type === 2 ? t("fob") : t("app")),
    },
    {
      id: "state",
      header: t("state"),
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          <StateBadge state="unmanaged" />
          {!row.enabled && <span className="text-sm text-muted">{t("off")}</span>}
        </span>
      ),
    },
    {
      id: "used",
      header: t("used"),
      cell: (row) =>
        row.lastAt === "hidden" ? (
          <span className="text-muted">{tPrivacy("lastUse")}</span>
        ) : row.lastAt ? (
          <span className="tnum">{formatDateTime(row.lastAt.getTime(), locale, timeZone)}</span>
        ) : (
          <span className="text-muted">{t("never")}</span>
        ),
    },
  ];
  return (
    <Card
      title={t("title", { count: total })}
      description={readAt ? t("text", { readAt }) : t("notRead")}
      padded={rows.length === 0}
    >
      {rows.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <SimpleTable
          label={t("title", { count: total })}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
        />
      )}
      {total > rows.length && (
        <p className="border-t border-line px-4 py-2 text-sm text-muted">
          {t("more", { count: total - rows.length })}
        </p>
      )}
    </Card>
  );
}
