import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { AlertRow } from "@/lib/alerts/queries";
import type { AlertTab } from "@/lib/alerts/schema";
import { alertHref, alertParams, alertPlace } from "@/lib/alerts/words";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { AcknowledgeButton } from "./acknowledge-button";
import { durationOf } from "./duration";
import { kindIcons } from "./kind-icons";

/** The columns of the alerts; cells are drawn on the server. */
export async function alertColumns(
  tab: AlertTab,
  now: number,
  mayAcknowledge: boolean,
): Promise<Column<AlertRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("alerts"), getLocale()]);
  const time = (at: Date, timeZone: string | null) => (
    <Time
      instant={at.getTime()}
      text={formatRelative(at.getTime(), now, locale)}
      exact={formatDateTime(at.getTime(), locale, timeZone ?? "UTC")}
    />
  );
  const what = (row: AlertRow) => t(`kind.${row.kind}`);
  const columns: Column<AlertRow>[] = [
    {
      id: "what",
      header: t("column.what"),
      sortable: tab !== "resolved",
      fixed: true,
      width: "22rem",
      cell: (row) => (
        <span className="block max-w-112 space-y-0.5 py-1.5 whitespace-normal">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            {what(row)}
            <Badge tone={row.severity === "critical" ? "danger" : "warn"} icon={kindIcons[row.kind]}>
              {t(`severity.${row.severity}`)}
            </Badge>
          </span>
          <span className="block font-normal text-muted">
            {t(`text.${row.kind}`, alertParams(row, locale))}
          </span>
        </span>
      ),
    },
    {
      id: "where",
      header: t("column.where"),
      width: "11rem",
      phone: "second",
      cell: (row) => <Where row={row} />,
    },
    {
      id: "since",
      header: t(tab === "resolved" ? "column.ended" : "column.since"),
      sortable: true,
      width: "8rem",
      phone: "second",
      cell: (row) =>
        row.resolvedAt === null ? (
          time(row.openedAt, row.timeZone)
        ) : (
          <span className="block py-1">
            {time(row.resolvedAt, row.timeZone)}
            <span className="block text-sm text-muted">
              {t("lasted", { duration: duration(row.resolvedAt.getTime() - row.openedAt.getTime()) })}
            </span>
          </span>
        ),
    },
  ];
  function duration(ms: number): string {
    const { unit, count } = durationOf(ms);
    return t(`duration.${unit}`, { count });
  }
  if (tab !== "resolved") {
    columns.push({
      id: "todo",
      header: t("column.todo"),
      width: "18rem",
      phone: "second",
      cell: (row) => (
        <span className="block max-w-80 space-y-1 py-1.5 whitespace-normal">
          {t(`todo.${row.kind}`, alertParams(row, locale))}
          {mayAcknowledge && (
            <span className="block pt-1">
              <AcknowledgeButton
                alertId={row.id}
                label={t("acknowledgeOf", { what: what(row), where: alertPlace(row) })}
              />
            </span>
          )}
        </span>
      ),
    });
  }
  if (tab !== "open") {
    columns.push({
      id: "ack",
      header: t("column.ack"),
      width: "14rem",
      cell: (row) =>
        row.acknowledgedAt && (
          <span className="block max-w-64 py-1.5 whitespace-normal">
            {row.note && <span className="block">{row.note}</span>}
            <span className="block text-sm text-muted">
              {t("by", {
                who: row.acknowledgedBy ?? t("somebody"),
                when: formatDateTime(row.acknowledgedAt.getTime(), locale, row.timeZone ?? "UTC"),
              })}
            </span>
          </span>
        ),
    });
  }
  return columns;
}

function Where({ row }: { row: AlertRow }) {
  const href = alertHref(row);
  const name = alertPlace(row);
  return (
    <span className="block max-w-44 py-1">
      {href === null ? (
        name
      ) : (
        <PageLink href={href} className="block truncate hover:underline">
          {name}
        </PageLink>
      )}
      {row.siteName && <span className="block truncate text-sm text-muted">{row.siteName}</span>}
    </span>
  );
}
