import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import type { ListState } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { listAlerts } from "@/lib/alerts/queries";
import { type AlertTab, alertKinds, severities } from "@/lib/alerts/schema";
import { alertPlace } from "@/lib/alerts/words";
import type { Actor } from "@/lib/auth/actor";
import { AcknowledgeBar } from "./acknowledge-bar";
import { alertColumns } from "./alert-columns";

/** One view of the alerts, page by page. */
export async function AlertsTable({
  actor,
  tab,
  list,
  now,
  mayWrite,
}: {
  actor: Actor;
  tab: AlertTab;
  list: ListState;
  now: number;
  mayWrite: boolean;
}) {
  const mayAcknowledge = mayWrite && tab === "open";
  const [{ rows, total }, columns, t] = await Promise.all([
    listAlerts(actor, tab, list),
    alertColumns(tab, now, mayAcknowledge),
    getTranslations("alerts"),
  ]);
  return (
    <DataTable
      label={t(`tab.${tab}`)}
      columns={columns}
      rows={rows}
      total={total}
      list={list}
      rowId={(row) => row.id}
      rowLabel={(row) => `${t(`kind.${row.kind}`)}, ${alertPlace(row)}`}
      searchLabel={t("search")}
      filters={[
        {
          id: "kind",
          label: t("filter.kind"),
          options: alertKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
        },
        {
          id: "severity",
          label: t("filter.severity"),
          options: severities.map((value) => ({ value, label: t(`severity.${value}`) })),
        },
      ]}
      selectable={mayAcknowledge}
      bulkBar={<AcknowledgeBar />}
      empty={
        <EmptyState icon={tab === "resolved" ? "history" : "circle-check"} title={t(`empty.${tab}`)}>
          {t(`empty.${tab}Text`)}
        </EmptyState>
      }
    />
  );
}
