import { getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import type { ListState } from "@/components/data-table/list-state";
import { Badge, type Tone } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import type { IconName } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import { type PersonState, personStates } from "@/lib/rotations/schema";
import type { PersonRow } from "@/lib/rotations/standing";
import { PersonDoors } from "./person-doors";

const looks: Record<PersonState, { tone: Tone; icon: IconName }> = {
  open: { tone: "accent", icon: "hourglass" },
  done: { tone: "ok", icon: "circle-check" },
  skipped: { tone: "neutral", icon: "circle-minus" },
};

/** Person by person, with each door: is the new code there, is the old one gone, and why not. */
export async function PeopleTable({
  people: { rows, total },
  list,
}: {
  people: { rows: readonly PersonRow[]; total: number };
  list: ListState;
}) {
  const t = await getTranslations("rotations");
  const columns: Column<PersonRow>[] = [
    {
      id: "name",
      header: t("detail.person"),
      sortable: true,
      fixed: true,
      width: "14rem",
      cell: (row) => (
        <PageLink
          href={`/staff/${row.staffId}`}
          className="block max-w-56 truncate font-medium hover:underline"
        >
          {row.name}
        </PageLink>
      ),
    },
    {
      id: "progress",
      header: t("detail.progressColumn"),
      width: "10rem",
      phone: "main",
      cell: (row) => <Badge {...looks[row.state]}>{t(`person.${row.state}`)}</Badge>,
    },
    {
      id: "doors",
      header: t("detail.atDoors"),
      phone: "second",
      cell: (row) =>
        row.problem ? (
          <span className="text-muted">{t(`skip.${row.problem}`)}</span>
        ) : (
          <PersonDoors cells={row.cells} />
        ),
    },
  ];
  return (
    <DataTable
      label={t("detail.people")}
      columns={columns}
      rows={rows}
      total={total}
      list={list}
      rowId={(row) => row.staffId}
      rowHref={(row) => `/staff/${row.staffId}`}
      rowLabel={(row) => row.name}
      searchLabel={t("detail.search")}
      filters={[
        {
          id: "progress",
          label: t("filter.progress"),
          options: personStates.map((value) => ({ value, label: t(`person.${value}`) })),
        },
      ]}
      empty={
        <EmptyState icon="users" title={t("detail.noneTitle")}>
          {t("detail.none")}
        </EmptyState>
      }
    />
  );
}
