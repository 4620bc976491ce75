import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import { differencesOf, type Teller } from "@/lib/audit/differences";
import type { TrailEvent } from "@/lib/audit/queries";
import { formatDateTime } from "@/lib/time/format";
import { eventTeller } from "./event-teller";
import { eventSentence } from "./event-words";

const mostTold = 2;
/** Longer values are told in the detail. */
const longestTold = 120;

/** What an event changed from what to what; what was made or removed as a whole is told by its sentence. */
function changesOf({ detail }: TrailEvent, tell: Teller) {
  if (detail.before === undefined || detail.after === undefined) return [];
  const { changed } = differencesOf(detail, tell);
  return changed.map(({ member, before, after }) => ({ member, before: short(before), after: short(after) }));
}

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
        return (
          <span className="block min-w-64">
            {eventSentence(row, tOverview, tCommon("appName"))}
            {changed.slice(0, mostTold).map(({ member, before, after }) => (
              <span key={member} className="block text-sm break-words text-muted">
                {t("change", { member, before: before || t("nothing"), after: after || t("nothing") })}
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
