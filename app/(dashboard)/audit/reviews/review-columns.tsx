import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { ReviewView } from "@/lib/reviews/queries";
import { formatDate, formatDateTime } from "@/lib/time/format";
import { DueText } from "./due-text";
import { ReviewBadge } from "./review-badge";

export async function reviewColumns(): Promise<Column<ReviewView>[]> {
  const [t, locale] = await Promise.all([getTranslations("reviews"), getLocale()]);
  return [
    {
      id: "name",
      header: t("column.name"),
      fixed: true,
      width: "20rem",
      cell: (row) => (
        <span className="block max-w-96 min-w-0">
          <PageLink href={`/audit/reviews/${row.id}`} className="block truncate font-medium hover:underline">
            {row.name}
          </PageLink>
          <span className="block truncate text-sm font-normal text-muted">
            {t("detail.scopeLine", { scope: t(`scope.${row.scope}`), name: row.scopeName })}
          </span>
        </span>
      ),
    },
    {
      id: "state",
      header: t("column.state"),
      phone: "main",
      cell: (row) => <ReviewBadge state={row.state} />,
    },
    {
      id: "progress",
      header: t("column.progress"),
      phone: "second",
      cell: (row) => <span className="tnum">{t("progress", { decided: row.decided, rows: row.rows })}</span>,
    },
    {
      id: "due",
      header: t("column.due"),
      sortable: true,
      phone: "second",
      cell: (row) => <DueText dueDay={row.dueDay} isOverdue={row.isOverdue} />,
    },
    {
      id: "created",
      header: t("column.created"),
      sortable: true,
      cell: (row) => (
        <span>
          <Time
            instant={row.createdAt.getTime()}
            text={formatDate(row.createdAt.getTime(), locale, row.timeZone)}
            exact={formatDateTime(row.createdAt.getTime(), locale, row.timeZone)}
          />{" "}
          <span className="text-muted">{t("by", { name: row.createdByName })}</span>
        </span>
      ),
    },
  ];
}
