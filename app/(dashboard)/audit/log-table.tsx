import { getTranslations } from "next-intl/server";
import type { ComponentProps } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { KeysetPager } from "@/components/data-table/keyset-pager";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/auth/actor";
import { listSavedViews } from "@/lib/saved-views/queries";
import { ExportLinks } from "./export-links";
import { SavedViewsMenu } from "./saved-views-menu";

interface Page<Row, Cursor> {
  readonly rows: readonly Row[];
  readonly total: { readonly count: number; readonly isExact: boolean };
  readonly newer: Cursor | null;
  readonly older: Cursor | null;
}

type Table<Row> = ComponentProps<typeof DataTable<Row>>;

/** One page of a log that is too long to be counted, with its views and its files. */
export async function LogTable<Row extends { readonly id: number }, Cursor>({
  actor,
  log,
  page,
  cursor,
  placeText,
  ...table
}: Pick<Table<Row>, "columns" | "list" | "rowHref" | "rowLabel" | "searchLabel" | "filters"> & {
  actor: Actor;
  log: "entries" | "audit";
  page: Page<Row, Cursor>;
  /** Where the page begins; null: at the newest. */
  cursor: Cursor | null;
  placeText: (cursor: Cursor) => string;
}) {
  const [t, views] = await Promise.all([getTranslations(log), listSavedViews(actor, log)]);
  const { count, isExact } = page.total;
  const [newest] = cursor === null ? page.rows : [];
  return (
    <DataTable
      {...table}
      label={t("label")}
      rows={page.rows}
      // A page far back may be empty although there is something: then it is only not here.
      total={cursor === null ? page.rows.length : Math.max(1, count)}
      rowId={(row) => String(row.id)}
      actions={
        <>
          <SavedViewsMenu list={log} views={views} />
          <ExportLinks
            path={`/api/export/${log}`}
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
          newest={newest && t("newest", { row: table.rowLabel(newest) })}
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
