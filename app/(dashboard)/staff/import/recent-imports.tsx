import { useLocale, useTranslations } from "next-intl";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { ImportHeader } from "@/lib/imports/queries";
import { formatDateTime, formatNumber } from "@/lib/time/format";

export const stateTones: Record<ImportHeader["state"], Tone> = {
  draft: "neutral",
  queued: "accent",
  running: "accent",
  paused: "warn",
  applied: "ok",
  discarded: "neutral",
};

/** Imports that were begun or finished: one that was left can be found again. */
export function RecentImports({ imports, timeZone }: { imports: readonly ImportHeader[]; timeZone: string }) {
  const t = useTranslations("import");
  const locale = useLocale();
  return (
    <Card title={t("recent.title")} padded={false} className="overflow-hidden">
      <SimpleTable
        label={t("recent.title")}
        rows={imports}
        rowId={(row) => row.id}
        columns={[
          {
            id: "file",
            header: t("recent.file"),
            cell: (row) => (
              <PageLink
                href={`/staff/import/${row.id}`}
                className="inline-flex min-h-6 max-w-64 items-center rounded font-medium hover:text-accent hover:underline"
              >
                <span className="truncate">{row.fileName}</span>
              </PageLink>
            ),
          },
          {
            id: "state",
            header: t("recent.state"),
            cell: (row) => <Badge tone={stateTones[row.state]}>{t(`state.${row.state}`)}</Badge>,
          },
          {
            id: "rows",
            header: t("recent.rows"),
            align: "end",
            cell: (row) => formatNumber(row.rowsTotal, locale),
          },
          {
            id: "when",
            header: t("recent.when"),
            cell: (row) => (
              <span className="tnum whitespace-nowrap">
                {formatDateTime((row.finishedAt ?? row.uploadedAt).getTime(), locale, timeZone)}
              </span>
            ),
          },
          { id: "by", header: t("recent.by"), cell: (row) => row.uploadedBy },
        ]}
      />
    </Card>
  );
}
