import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { BlockedRow, ChangeListRow } from "@/lib/changes/queries";
import type { ChangeTab } from "@/lib/changes/schema";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { StateCell } from "./state-cell";
import { WhatCell } from "./what-cell";

interface Place {
  readonly staffId: string;
  readonly staffName: string;
  readonly deviceId: string;
  readonly doorName: string;
  readonly siteName: string;
}

function person<Row extends Place>(header: string): Column<Row> {
  return {
    id: "person",
    header,
    sortable: true,
    fixed: true,
    width: "10rem",
    cell: (row) => (
      <PageLink
        href={`/staff/${row.staffId}`}
        className="block max-w-48 truncate py-1 font-medium hover:underline sm:max-w-40"
      >
        {row.staffName}
      </PageLink>
    ),
  };
}

function door<Row extends Place>(header: string): Column<Row> {
  return {
    id: "door",
    header,
    sortable: true,
    width: "9rem",
    phone: "second",
    cell: (row) => (
      <span className="block max-w-44 py-1">
        <PageLink href={`/locks/${row.deviceId}`} className="block truncate hover:underline">
          {row.doorName}
        </PageLink>
        <span className="block truncate text-sm text-muted">{row.siteName}</span>
      </span>
    ),
  };
}

/** The columns of the changes; cells are drawn on the server. */
export async function changeColumns(
  tab: ChangeTab,
  now: number,
  mayRetry: boolean,
): Promise<Column<ChangeListRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("changes"), getLocale()]);
  const time = (at: Date, timeZone: string) => (
    <Time
      instant={at.getTime()}
      text={formatRelative(at.getTime(), now, locale)}
      exact={formatDateTime(at.getTime(), locale, timeZone)}
    />
  );
  const columns: Column<ChangeListRow>[] = [
    person(t("column.person")),
    door(t("column.door")),
    {
      id: "what",
      header: t("column.what"),
      width: "11rem",
      phone: "second",
      cell: (row) => <WhatCell row={row} />,
    },
    {
      id: "state",
      header: t("column.state"),
      width: "12rem",
      phone: "main",
      cell: (row) => <StateCell row={row} mayRetry={mayRetry} />,
    },
    {
      id: "attempts",
      header: t("column.attempts"),
      sortable: true,
      align: "end",
      cell: (row) => row.attempts,
    },
  ];
  if (tab === "history") {
    columns.push({
      id: "since",
      header: t("column.ended"),
      sortable: true,
      cell: (row) => time(row.closedAt ?? row.createdAt, row.timeZone),
    });
    return columns;
  }
  columns.push(
    {
      id: "next",
      header: t("column.next"),
      sortable: true,
      cell: (row) => row.nextTryAt && time(row.nextTryAt, row.timeZone),
    },
    {
      id: "since",
      header: t("column.since"),
      sortable: true,
      cell: (row) => time(row.createdAt, row.timeZone),
    },
  );
  return columns;
}

/** The columns of what cannot be made at all. */
export async function blockedColumns(now: number): Promise<Column<BlockedRow>[]> {
  const [t, tAccess, locale] = await Promise.all([
    getTranslations("changes"),
    getTranslations("access"),
    getLocale(),
  ]);
  return [
    person(t("column.person")),
    door(t("column.door")),
    {
      id: "what",
      header: t("column.what"),
      phone: "main",
      cell: (row) => tAccess(`kind.${row.kind}`),
    },
    {
      id: "reason",
      header: t("column.reason"),
      width: "20rem",
      cell: (row) => <span className="block max-w-96 py-1">{tAccess(`blocked.${row.reason}`)}</span>,
    },
    {
      id: "since",
      header: t("column.since"),
      sortable: true,
      cell: (row) => (
        <Time
          instant={row.since.getTime()}
          text={formatRelative(row.since.getTime(), now, locale)}
          exact={formatDateTime(row.since.getTime(), locale, row.timeZone)}
        />
      ),
    },
  ];
}
