import { useTranslations } from "next-intl";
import { cellClass } from "@/components/data-table/table-classes";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { getColumns, ImportDetail } from "@/lib/imports/queries";
import { ReadingForm } from "./reading-form";

type Found = Awaited<ReturnType<typeof getColumns>>;

/** Encoding and delimiter as they were found, with the first rows to judge them by. */
export function ReadingCard({ held, found }: { held: ImportDetail; found: Found }) {
  const t = useTranslations("import.map.reading");
  const { encoding, encodingGuessed, delimiter } = held.settings;
  const samples = found.columns[0]?.examples.map((_, row) =>
    found.columns.map(({ examples }) => examples[row]),
  );
  return (
    <Card
      title={t("title")}
      description={t("rows", { count: found.rows, line: found.headerLine })}
      padded={false}
      className="overflow-hidden"
    >
      <div className="space-y-4 p-4">
        <ClientMessages areas={["import"]}>
          <ReadingForm importId={held.id} encoding={encoding} delimiter={delimiter} />
        </ClientMessages>
        {encodingGuessed && <Callout tone="info">{t("guess")}</Callout>}
      </div>
      <section
        aria-label={t("first")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto border-t border-line -outline-offset-2"
      >
        <table className="w-full border-separate border-spacing-0 text-left text-sm">
          <caption className="sr-only">{t("first")}</caption>
          <thead>
            <tr>
              {found.columns.map(({ index, header }) => (
                <th key={index} scope="col" className={cellClass.head}>
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {samples?.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the first rows of a file have no other name
              <tr key={row} className="group/row">
                {cells.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: neither have its cells
                  <td key={column} className={`${cellClass.body} h-9 max-w-64 truncate whitespace-nowrap`}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
