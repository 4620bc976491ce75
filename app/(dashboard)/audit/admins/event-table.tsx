import { getLocale, getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { KeysetPager } from "@/components/data-table/keyset-pager";
import type { ListState, SearchParams } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { eventSubjects, itself, placeText, type TrailCursor, type TrailFilter } from "@/lib/audit/list";
import { listTrailAdmins, searchTrail } from "@/lib/audit/queries";
import type { Actor } from "@/lib/auth/actor";
import { listSavedViews } from "@/lib/saved-views/queries";
import { formatDateTime } from "@/lib/time/format";
import { ExportLinks } from "../export-links";
import { SavedViewsMenu } from "../saved-views-menu";
import { eventColumns } from "./event-columns";

/** One page of what was done here, with its filters. */
export async function EventTable({
  actor,
  list,
  filter,
  cursor,
  params,
  timeZone,
}: {
  actor: Actor;
  list: ListState;
  filter: TrailFilter;
  cursor: TrailCursor | null;
  params: SearchParams;
  timeZone: string;
}) {
  const address = new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const hrefOf = ({ id }: { id: number }) => {
    const next = new URLSearchParams(address);
    next.set("event", String(id));
    return `/audit/admins?${next.toString().replaceAll("%2C", ",")}`;
  };
  const [page, people, views, columns, t, tCommon, locale] = await Promise.all([
    searchTrail(actor, filter, cursor, list.pageSize),
    listTrailAdmins(actor),
    listSavedViews(actor, "audit"),
    eventColumns(hrefOf, timeZone),
    getTranslations("audit"),
    getTranslations("common"),
    getLocale(),
  ]);
  const { count, isExact } = page.total;
  return (
    <DataTable
      label={t("label")}
      columns={columns}
      rows={page.rows}
      // A page far back may be empty although there are events: then there is something, only not here.
      total={cursor === null ? page.rows.length : Math.max(1, count)}
      list={list}
      rowId={(row) => String(row.id)}
      rowHref={hrefOf}
      rowLabel={(row) =>
        `${formatDateTime(row.at.getTime(), locale, timeZone)}, ${row.by ?? tCommon("appName")}`
      }
      searchLabel={t("search")}
      filters={[
        {
          id: "who",
          label: t("filter.who"),
          options: [
            ...people.map(({ id, name }) => ({ value: id, label: name })),
            { value: itself, label: tCommon("appName") },
          ],
        },
        {
          id: "subject",
          label: t("filter.subject"),
          options: eventSubjects.map((value) => ({ value, label: t(`subject.${value}`) })),
        },
      ]}
      actions={
        <>
          <SavedViewsMenu list="audit" views={views} />
          <ExportLinks
            path="/api/export/audit"
            formats={[
              { id: "csv", label: "CSV", title: t("exportCsv") },
              { id: "ndjson", label: "NDJSON", title: t("exportNdjson") },
            ]}
          />
        </>
      }
      pager={
        <KeysetPager
          count={t("count", { n: count, exact: String(isExact) })}
          newer={page.newer && placeText(page.newer)}
          older={page.older && placeText(page.older)}
          atNewest={cursor === null}
        />
      }
      empty={
        <EmptyState icon="scroll-text" title={t("emptyTitle")}>
          {t("empty")}
        </EmptyState>
      }
    />
  );
}
