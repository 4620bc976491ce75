import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { TrailEvent } from "@/lib/audit/queries";
import { formatDateTime } from "@/lib/time/format";
import { eventSentence } from "./event-words";

/** The columns of the trail; `hrefOf` is where an event is shown in full. */
export async function eventColumns(
  hrefOf: (row: TrailEvent) => string,
  timeZone: string,
): Promise<Column<TrailEvent>[]> {
  const [t, tOverview, tCommon, locale] = await Promise.all([
    getTranslations("audit"),
    getTranslations("overview"),
    getTranslations("common"),
    getLocale(),
  ]);
  return [
    {
      id: "at",
      header: t("column.at"),
      fixed: true,
      cell: (row) => (
        <PageLink href={hrefOf(row)} className="inline-flex min-h-6 items-center hover:underline">
          <Time
            instant={row.at.getTime()}
            text={formatDateTime(row.at.getTime(), locale, timeZone)}
            exact={row.at.toISOString()}
          />
        </PageLink>
      ),
    },
    {
      id: "who",
      header: t("column.who"),
      phone: "main",
      cell: (row) => row.by ?? tCommon("appName"),
    },
    {
      id: "what",
      header: t("column.what"),
      cell: (row) => (
        <span className="block min-w-64">{eventSentence(row, tOverview, tCommon("appName"))}</span>
      ),
    },
    {
      id: "address",
      header: t("column.address"),
      phone: "second",
      cell: (row) => ({ kind: "text", text: row.address ?? t("noAddress"), look: "muted" }),
    },
  ];
}
