import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { IconName } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { Entry } from "@/lib/entries/queries";
import { type EntryOutcome, entryKeyOf } from "@/lib/entries/words";
import { formatDateTime } from "@/lib/time/format";

const looks: Record<EntryOutcome, { tone: Tone; icon: IconName }> = {
  success: { tone: "ok", icon: "circle-check" },
  refusal: { tone: "warn", icon: "ban" },
  fault: { tone: "danger", icon: "triangle-alert" },
  info: { tone: "neutral", icon: "info" },
};

/** What happened at this door, newest first, in words. */
export function EntriesCard({
  rows,
  moreHref,
  withNames,
  timeZone,
}: {
  rows: readonly Entry[];
  /** Where more of them are shown; null when all that may be shown are. */
  moreHref: string | null;
  /** False: who it was is nothing for this role. */
  withNames: boolean;
  timeZone: string;
}) {
  const t = useTranslations("devices.entries");
  const tEntry = useTranslations("devices.entry");
  const locale = useLocale();
  const columns: Column<Entry>[] = [
    {
      id: "at",
      header: t("at"),
      cell: (row) => {
        const when = formatDateTime(row.occurredAt.getTime(), locale, timeZone);
        return <Time instant={row.occurredAt.getTime()} text={when} exact={when} />;
      },
    },
    {
      id: "what",
      header: t("what"),
      phone: "main",
      cell: (row) => {
        const { key, outcome, result, params } = entryKeyOf(row);
        return (
          <span className="block">
            <Badge {...looks[outcome]}>{tEntry(key, params)}</Badge>
            {result && <span className="block text-sm text-muted">{tEntry(result, params)}</span>}
          </span>
        );
      },
    },
    {
      id: "who",
      header: t("who"),
      phone: "second",
      cell: (row) => {
        if (!withNames) return null;
        const name = row.staffName ?? row.name;
        if (row.staffId === null) return name;
        return (
          <PageLink href={`/staff/${row.staffId}`} className="hover:underline">
            {name}
          </PageLink>
        );
      },
    },
    {
      id: "way",
      header: t("way"),
      phone: "second",
      cell: (row) => {
        const { way, params } = entryKeyOf(row);
        return <span className="text-muted">{way && tEntry(way, params)}</span>;
      },
    },
  ];
  return (
    <Card
      title={<span id="entries">{t("title")}</span>}
      description={t("text", { zone: timeZone })}
      padded={rows.length === 0}
    >
      {rows.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <SimpleTable
          label={t("title")}
          columns={withNames ? columns : columns.filter(({ id }) => id !== "who")}
          rows={rows}
          rowId={(row) => String(row.id)}
        />
      )}
      {moreHref && (
        <p className="border-t border-line px-4 py-2 text-sm">
          <PageLink
            href={moreHref}
            className="inline-flex min-h-6 items-center font-medium text-accent hover:underline"
          >
            {t("more")}
          </PageLink>
        </p>
      )}
    </Card>
  );
}
