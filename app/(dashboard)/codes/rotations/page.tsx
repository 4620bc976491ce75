import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listRotations } from "@/lib/rotations/queries";
import { reasons, rotationList, rotationStates } from "@/lib/rotations/schema";
import { rotationColumns } from "./rotation-columns";
import { whomOf } from "./rotation-words";

export const generateMetadata = pageTitle((t) => t("rotations.title"));

export default async function RotationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("codes:rotate");
  const list = parseListState(await searchParams, rotationList);
  const [{ rows, total }, t] = await Promise.all([listRotations(actor, list), getTranslations("rotations")]);
  const whom = new Map(await Promise.all(rows.map(async (row) => [row.id, await whomOf(row)] as const)));
  const columns = await rotationColumns(whom, Date.now());
  const add = (
    <LinkButton href="/codes/rotations/new" variant="primary" icon="refresh-cw">
      {t("new")}
    </LinkButton>
  );
  return (
    <ClientMessages>
      <LiveOn topics={["changes"]} />
      <PageHeader title={t("title")} description={t("description")} actions={add} />
      <DataTable
        label={t("title")}
        columns={columns}
        rows={rows}
        total={total}
        list={list}
        rowId={(row) => row.id}
        rowHref={(row) => `/codes/rotations/${row.id}`}
        rowLabel={(row) => whom.get(row.id) ?? ""}
        filters={[
          {
            id: "state",
            label: t("filter.state"),
            options: rotationStates.map((value) => ({ value, label: t(`state.${value}`) })),
          },
          {
            id: "reason",
            label: t("filter.reason"),
            options: reasons.map((value) => ({ value, label: t(`reason.${value}`) })),
          },
        ]}
        empty={
          <EmptyState icon="refresh-cw" title={t("empty")} action={add}>
            {t("emptyText")}
          </EmptyState>
        }
      />
    </ClientMessages>
  );
}
