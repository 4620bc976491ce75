import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { LogEntry } from "@/lib/entries/search";
import { entryKeyOf } from "@/lib/entries/words";
import { formatDateTime, formatZone } from "@/lib/time/format";
import { outcomeBadge, sourceText, triggerText } from "./entry-words";

/** The columns of the door log; `hrefOf` is where an entry is shown in full. */
export async function entryColumns(hrefOf: (row: LogEntry) => string): Promise<Column<LogEntry>[]> {
  const [t, tEntry, locale] = await Promise.all([
    getTranslations("entries"),
    getTranslations("devices.entry"),
    getLocale(),
  ]);
  return [
    {
      id: "at",
      header: t("column.at"),
      fixed: true,
      cell: (row) => {
        const at = row.occurredAt.getTime();
        const text = `${formatDateTime(at, locale, row.timeZone)} ${formatZone(at, locale, row.timeZone)}`;
        return (
          <PageLink href={hrefOf(row)} className="inline-flex min-h-6 items-center hover:underline">
            <Time instant={at} text={text} exact={row.occurredAt.toISOString()} />
          </PageLink>
        );
      },
    },
    {
      id: "outcome",
      header: t("column.outcome"),
      phone: "main",
      cell: (row) => ({ kind: "badges", badges: [outcomeBadge(row.outcome, t)] }),
    },
    {
      id: "door",
      header: t("column.door"),
      cell: (row) => (
        <span className="block min-w-0">
          <PageLink
            href={`/locks/${row.deviceId}`}
            className="inline-flex min-h-6 items-center hover:underline"
          >
            {row.deviceName}
          </PageLink>
          {row.siteName && <span className="block text-sm text-muted">{row.siteName}</span>}
        </span>
      ),
    },
    {
      id: "who",
      header: t("column.who"),
      cell: (row) => {
        const name = row.person ?? row.name;
        if (name === "") return <span className="text-muted">{t("nobody")}</span>;
        if (row.staffId === null) return name;
        return (
          <PageLink
            href={`/staff/${row.staffId}`}
            className="inline-flex min-h-6 items-center hover:underline"
          >
            {name}
          </PageLink>
        );
      },
    },
    {
      id: "what",
      header: t("column.what"),
      cell: (row) => {
        const { key, result, params } = entryKeyOf(row);
        return (
          <span className="block">
            {tEntry(key, params)}
            {result && <span className="block text-sm text-muted">{tEntry(result, params)}</span>}
          </span>
        );
      },
    },
    {
      id: "way",
      header: t("column.way"),
      phone: "second",
      cell: (row) => {
        const { way, params } = entryKeyOf(row);
        const text = way === null ? triggerText(row.trigger, t) : tEntry(way, params);
        return { kind: "text", text, look: "muted" };
      },
    },
    {
      id: "source",
      header: t("column.source"),
      cell: (row) => ({ kind: "text", text: sourceText(row.source, t), look: "muted" }),
    },
  ];
}
