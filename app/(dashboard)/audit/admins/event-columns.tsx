import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { TrailEvent } from "@/lib/audit/queries";
import { formatDateTime } from "@/lib/time/format";
import { eventTeller } from "./event-teller";
import { changesOf, eventSentence, exportOf } from "./event-words";

const mostTold = 2;
/** Longer values are told in the detail. */
const longestTold = 120;

function short(text: string): string {
  return text.length <= longestTold ? text : `${text.slice(0, longestTold)} …`;
}

/** The columns of the trail; `hrefOf` is where an event is shown in full. */
export async function eventColumns(
  hrefOf: (row: TrailEvent) => string,
  timeZone: string,
): Promise<Column<TrailEvent>[]> {
  const [t, tOverview, tCommon, locale, tell] = await Promise.all([
    getTranslations("audit"),
    getTranslations("overview"),
    getTranslations("common"),
    getLocale(),
    eventTeller(timeZone),
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
      cell: (row) => {
        const changed = changesOf(row, tell);
        const left = exportOf(row);
        return (
          <span className="block min-w-64">
            {eventSentence(row, tOverview, tCommon("appName"))}
            {left && (
              <span className="block text-sm break-words text-muted">
                {[
                  left.count !== null && t("exported.count", { n: left.count, exact: String(left.isExact) }),
                  left.filters === "" ? t("exported.all") : t("exported.filters", { filters: left.filters }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            )}
            {changed.slice(0, mostTold).map(({ member, before, after }) => (
              <span key={member} className="block text-sm break-words text-muted">
                {t("change", {
                  member,
                  before: short(before) || t("nothing"),
                  after: short(after) || t("nothing"),
                })}
              </span>
            ))}
            {changed.length > mostTold && (
              <span className="block text-sm text-muted">
                {t("moreChanges", { count: changed.length - mostTold })}
              </span>
            )}
          </span>
        );
      },
    },
    {
      id: "address",
      header: t("column.address"),
      phone: "second",
      cell: (row) => ({ kind: "text", text: row.address ?? t("noAddress"), look: "muted" }),
    },
  ];
}
