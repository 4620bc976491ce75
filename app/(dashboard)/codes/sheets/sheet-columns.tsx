import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { SheetRow } from "@/lib/sheets/register";
import { formatDate, formatDateTime, formatLocalDate, formatNumber } from "@/lib/time/format";
import { SheetStateBadge } from "./state-look";

/** The columns of the register. */
export async function sheetColumns(timeZone: string): Promise<Column<SheetRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("sheets.register"), getLocale()]);
  return [
    {
      id: "person",
      header: t("column.person"),
      sortable: true,
      fixed: true,
      width: "13rem",
      cell: ({ serial, name }) => (
        <span className="block max-w-64 min-w-0 py-1">
          <PageLink href={`/codes/sheets/${serial}`} className="block truncate font-medium hover:underline">
            {name}
          </PageLink>
          <span className="tnum block truncate text-sm text-muted">{serial}</span>
        </span>
      ),
    },
    {
      id: "state",
      header: t("column.state"),
      sortable: true,
      phone: "main",
      cell: ({ state, daysLeft }) => (
        <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <SheetStateBadge state={state} />
          {daysLeft !== null && (
            <span className={`tnum text-sm ${daysLeft <= 2 ? "text-warn" : "text-muted"}`}>
              {daysLeft < 0 ? t("overdue") : t("daysLeft", { count: daysLeft })}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "collectBy",
      header: t("column.collectBy"),
      sortable: true,
      cell: ({ collectBy }) => <span className="tnum">{formatLocalDate(collectBy, locale)}</span>,
    },
    {
      id: "issued",
      header: t("column.issued"),
      sortable: true,
      phone: "second",
      cell: ({ issuedAt, issuedBy }) => (
        <span className="block py-1">
          <Time
            instant={issuedAt.getTime()}
            text={formatDate(issuedAt.getTime(), locale, timeZone)}
            exact={formatDateTime(issuedAt.getTime(), locale, timeZone)}
          />
          <span className="block truncate text-sm text-muted">{issuedBy}</span>
        </span>
      ),
    },
    {
      id: "doors",
      header: t("column.doors"),
      align: "end",
      cell: ({ doors }) => <span className="tnum">{formatNumber(doors, locale)}</span>,
    },
  ];
}
