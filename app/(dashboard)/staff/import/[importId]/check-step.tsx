import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Tabs } from "@/components/ui/tabs";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { listRows, type RowFilter, rowFilters } from "@/lib/imports/row-views";
import { formatNumber } from "@/lib/time/format";
import { problemText } from "../problem-text";
import { PageLinks } from "./page-links";
import { type GridRow, RowsGrid } from "./rows-grid";
import { StepFooter } from "./step-footer";
import { pageOf, pageSize, type StepProps, stepHref } from "./step-params";

/** Step 3: what is wrong in which row, and a way to put it right on the spot. */
export async function CheckStep({ actor, held, query }: StepProps) {
  const asked = rowFilters.find((filter) => filter === query.show) ?? null;
  const page = pageOf(query);
  const range = { offset: (page - 1) * pageSize, limit: pageSize };
  const [found, t, locale] = await Promise.all([
    listRows(actor, held.id, { show: asked, ...range }),
    getTranslations("import"),
    getLocale(),
  ]);
  if (found.asks > 0) redirect(stepHref(held.id, "map"));
  const { counts, show } = found;
  const hrefOf = (filter: RowFilter, number = 1) =>
    stepHref(held.id, "check", { show: filter, ...(number > 1 ? { page: String(number) } : {}) });
  const columns = found.headers.map((header, index) => {
    const field = found.fields[index] ?? null;
    return {
      index,
      header: header || t("map.columns.unnamed", { number: index + 1 }),
      field: field && t(`fields.${field}`),
      secret: found.secretColumns.includes(index),
    };
  });
  const rows = found.rows.map(
    (row): GridRow => ({
      ...row,
      problems: row.problems.map((problem) => ({
        severity: problem.severity,
        column: problem.column,
        part: problem.part,
        sameIn: problem.sameIn,
        suggestions: problem.suggestions,
        text: problemText(t, locale, problem),
      })),
    }),
  );
  return (
    <>
      <Card
        title={
          <span className="flex items-center gap-2" role="status">
            <Icon
              name={counts.errors > 0 ? "triangle-alert" : "circle-check"}
              className={counts.errors > 0 ? "text-warn" : "text-ok"}
            />
            {counts.errors > 0
              ? t("check.someBad", { good: counts.good, bad: counts.errors })
              : t("check.allGood", { count: counts.good })}
          </span>
        }
        description={t("check.hint")}
        padded={false}
        className="overflow-hidden"
      >
        <Tabs
          label={t("check.filters.label")}
          items={rowFilters.map((filter) => ({
            href: hrefOf(filter),
            label: t(`check.filters.${filter}`),
            count: formatNumber(counts[filter], locale),
            current: filter === show,
          }))}
        />
        {rows.length === 0 ? (
          <p className="px-4 py-12 text-center text-muted">{t(`check.empty.${show}`)}</p>
        ) : (
          <ClientMessages areas={["import"]}>
            <RowsGrid importId={held.id} columns={columns} rows={rows} />
          </ClientMessages>
        )}
        <PageLinks
          page={page}
          total={found.total}
          count={rows.length}
          hrefOf={(number) => hrefOf(show, number)}
        />
      </Card>
      <StepFooter back={<LinkButton href={stepHref(held.id, "map")}>{t("check.back")}</LinkButton>}>
        <LinkButton href={stepHref(held.id, "plan")} variant="primary">
          {t("check.next")}
        </LinkButton>
      </StepFooter>
    </>
  );
}
