import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { Passage, PersonInside } from "@/lib/presence/inside";
import type { SiteInside } from "@/lib/presence/queries";
import { formatTime, formatZone } from "@/lib/time/format";

/** Who opened a door of one site today; on paper with room to tick people off. */
export function InsideSite({ site, withLinks }: { site: SiteInside; withLinks: boolean }) {
  const t = useTranslations("privacy.inside");
  const locale = useLocale();
  const { name, timeZone, since, people } = site;
  const clock = (at: number) => formatTime(at, locale, timeZone);
  const passage = ({ at, door }: Passage) => (
    <span className="tnum">{t("at", { time: clock(at), door })}</span>
  );
  const columns: Column<PersonInside>[] = [
    {
      id: "person",
      header: t("person"),
      phone: "main",
      cell: (row) =>
        withLinks && row.staffId !== null ? (
          <PageLink
            href={`/staff/${row.staffId}`}
            className="inline-flex min-h-6 items-center hover:underline"
          >
            {row.name}
          </PageLink>
        ) : (
          row.name
        ),
    },
    { id: "last", header: t("last"), cell: (row) => passage(row.last) },
    { id: "first", header: t("first"), cell: (row) => passage(row.first) },
  ];
  const from = `${clock(since)} ${formatZone(since, locale, timeZone)}`;
  return (
    <Card
      title={name}
      description={`${t("count", { count: people.length })} · ${t("since", { time: from })}`}
      padded={people.length === 0}
    >
      {people.length === 0 ? (
        <p className="text-muted">{t("none", { time: clock(since) })}</p>
      ) : (
        <SimpleTable
          label={t("table", { site: name })}
          columns={columns}
          rows={people}
          rowId={({ key }) => key}
        />
      )}
    </Card>
  );
}
