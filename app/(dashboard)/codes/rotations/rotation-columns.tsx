import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { RotationRow } from "@/lib/rotations/queries";
import { formatDateTime, formatRelative, formatZone } from "@/lib/time/format";
import { RotationBadge } from "./rotation-words";

/** The columns of the list; `whom` has the words for each row. */
export async function rotationColumns(
  whom: ReadonlyMap<string, string>,
  now: number,
): Promise<Column<RotationRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("rotations"), getLocale()]);
  const exact = (at: Date, zone: string) =>
    `${formatDateTime(at.getTime(), locale, zone)} ${formatZone(at.getTime(), locale, zone)}`;
  return [
    {
      id: "whom",
      header: t("column.whom"),
      fixed: true,
      width: "18rem",
      cell: (row) => (
        <span className="block max-w-80 min-w-0">
          <PageLink
            href={`/codes/rotations/${row.id}`}
            className="block truncate font-medium hover:underline"
          >
            {whom.get(row.id)}
          </PageLink>
          <span className="block truncate text-sm font-normal text-muted">
            {[t(`reason.${row.reason}`), t(`mode.${row.mode}`)].join(" · ")}
          </span>
        </span>
      ),
    },
    {
      id: "state",
      header: t("column.state"),
      phone: "main",
      cell: (row) => (
        <>
          <RotationBadge state={row.state} />
          {row.isLapsed && <span className="block text-sm text-muted">{t("lapsed")}</span>}
        </>
      ),
    },
    {
      id: "people",
      header: t("column.people"),
      phone: "second",
      cell: (row) =>
        row.startedAt === null ? null : (
          <span className="tnum">
            {t("progress", { done: row.done, people: row.people })}
            {row.skipped > 0 && (
              <span className="text-muted"> · {t("skippedCount", { count: row.skipped })}</span>
            )}
          </span>
        ),
    },
    {
      id: "starts",
      header: t("column.starts"),
      sortable: true,
      cell: (row) => (
        <Time
          instant={row.startsAt.getTime()}
          text={exact(row.startsAt, row.timeZone)}
          exact={formatRelative(row.startsAt.getTime(), now, locale)}
        />
      ),
    },
    {
      id: "created",
      header: t("column.created"),
      sortable: true,
      cell: (row) => (
        <span>
          <Time
            instant={row.createdAt.getTime()}
            text={formatRelative(row.createdAt.getTime(), now, locale)}
            exact={exact(row.createdAt, row.timeZone)}
          />{" "}
          <span className="text-muted">{t("by", { name: row.plannedBy })}</span>
        </span>
      ),
    },
  ];
}
