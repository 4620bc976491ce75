import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import type { AreaRow } from "@/lib/areas/queries";
import { formatNumber } from "@/lib/time/format";

const mostNames = 4;

/** The columns of the areas; cells are drawn on the server. */
export async function areaColumns(mayReadRules: boolean): Promise<Column<AreaRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("areas"), getLocale()]);
  const number = (value: number) => formatNumber(value, locale);
  return [
    {
      id: "name",
      header: t("column.name"),
      sortable: true,
      fixed: true,
      width: "14rem",
      cell: (row) => (
        <PageLink href={`/areas/${row.id}`} className="block max-w-64 truncate font-medium hover:underline">
          {row.name}
        </PageLink>
      ),
    },
    {
      id: "doors",
      header: t("column.doors"),
      sortable: true,
      phone: "second",
      cell: (row) => (
        <span className="block max-w-xl space-y-0.5 py-1.5">
          {row.sites.length === 0 && <span className="text-muted">{t("noDoors")}</span>}
          {row.sites.map((site) => (
            <span key={site.name} className="block text-sm whitespace-normal">
              <span className="text-muted">{site.name || t("withoutSite")}: </span>
              {site.doors.slice(0, mostNames).join(", ")}
              {site.doors.length > mostNames && (
                <span className="text-muted"> {t("more", { count: site.doors.length - mostNames })}</span>
              )}
            </span>
          ))}
          {row.elsewhere && <span className="block text-sm text-muted">{t("elsewhere")}</span>}
        </span>
      ),
    },
    {
      id: "rules",
      header: t("column.rules"),
      sortable: true,
      align: "end",
      cell: (row) =>
        mayReadRules ? (
          <PageLink
            href={`/rules?area=${row.id}`}
            className="inline-flex min-h-6 items-center hover:underline"
          >
            {number(row.rules)}
          </PageLink>
        ) : (
          number(row.rules)
        ),
    },
    {
      id: "people",
      header: t("column.people"),
      sortable: true,
      align: "end",
      cell: (row) => number(row.people),
    },
  ];
}
