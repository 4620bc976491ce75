import { getTranslations } from "next-intl/server";
import { SimpleTable } from "@/components/data-table/simple-table";
import { linkButtonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Tabs } from "@/components/ui/tabs";
import type { Moment } from "@/lib/past/answer";
import { addressOf, type Part, parts, type Question } from "@/lib/past/question";
import type { PastRow } from "@/lib/past/rows";
import { pastColumns } from "./past-columns";

/** So many rows are a page that still opens at once; the file has all. */
const mostRows = 300;

/** The answer in its three parts, of which one is shown. */
export async function AnswerParts({
  title,
  question,
  moment,
  rows,
}: {
  title: string;
  question: Question;
  moment: Moment;
  rows: readonly PastRow[];
}) {
  const t = await getTranslations("past");
  const groups = Map.groupBy(rows, partOf);
  const { part, about } = question;
  const shown = (groups.get(part) ?? []).toSorted(byName(about));
  const columns = await pastColumns(about, moment.at);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="max-w-3xl min-w-0">
          <h2 className="text-lg font-semibold">{title}</h2>
          <p className="text-sm text-muted">{t("truths")}</p>
        </div>
        <a
          href={`/api/export/past?${addressOf(question).split("?")[1] ?? ""}`}
          download
          data-print="none"
          aria-label={t("exportCsv")}
          title={t("exportCsv")}
          className={linkButtonClass("secondary", "md")}
        >
          <Icon name="download" className="text-muted" />
          CSV
        </a>
      </div>
      <Tabs
        label={t("part.label")}
        items={parts.map((one) => ({
          href: addressOf(question, { part: one }),
          label: t(`part.${one}`),
          count: groups.get(one)?.length ?? 0,
          current: one === part,
        }))}
      />
      {shown.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon="lock" title={t(`none.${part}.${about === "door" ? "title" : "person"}`)}>
            {t(`none.${part}.text`)}
          </EmptyState>
        </div>
      ) : (
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <SimpleTable
            label={t("heading.label")}
            columns={columns}
            rows={shown.slice(0, mostRows)}
            rowId={(row) => row.id}
          />
          {shown.length > mostRows && (
            <p className="border-t border-line px-4 py-2 text-sm text-muted">
              {t("more", { count: mostRows, total: shown.length })}
            </p>
          )}
        </div>
      )}
    </>
  );
}

function partOf({ certainty, gate }: PastRow): Part {
  if (certainty === null) return "rule";
  return gate === "open" ? "open" : "other";
}

function byName(about: Question["about"]): (a: PastRow, b: PastRow) => number {
  const name = (row: PastRow) => (about === "door" ? row.name : `${row.door.siteName} ${row.door.name}`);
  return (a, b) =>
    name(a).localeCompare(name(b)) || (a.type ?? 99) - (b.type ?? 99) || a.id.localeCompare(b.id);
}
