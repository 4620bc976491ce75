import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listKeypads } from "@/lib/keypads/queries";
import { keypadFilters, keypadList } from "@/lib/keypads/schema";
import { CleanUpButton } from "./clean-up-button";
import { keypadColumns } from "./keypad-columns";

export const generateMetadata = pageTitle((t) => t("keypads.title"));

export default async function KeypadsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("devices:read");
  const now = new Date();
  const list = parseListState(await searchParams, keypadList);
  const [{ rows, total }, t, columns] = await Promise.all([
    listKeypads(actor, list, now),
    getTranslations("keypads"),
    keypadColumns(now.getTime()),
  ]);
  const expired = rows.filter((row) => row.slots.expired > 0);
  return (
    <ClientMessages areas={["keypads.cleanUp", "access"]}>
      <LiveOn topics={["device", "entries", "changes"]} />
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          expired.length > 0 &&
          may(actor, "codes:write") && (
            <CleanUpButton
              deviceIds={expired.map((row) => row.deviceId)}
              count={expired.reduce((sum, row) => sum + row.slots.expired, 0)}
              foreign={rows.reduce((sum, row) => sum + row.slots.expired_unmanaged, 0)}
            />
          )
        }
      />
      <DataTable
        label={t("title")}
        columns={columns}
        rows={rows}
        total={total}
        list={list}
        rowId={(row) => row.deviceId}
        rowHref={(row) => `/keypads/${row.deviceId}`}
        rowLabel={(row) => row.name}
        searchLabel={t("search")}
        filters={[
          {
            id: "attention",
            label: t("filter.attention"),
            options: keypadFilters.map((value) => ({ value, label: t(`filter.${value}`) })),
          },
          {
            id: "model",
            label: t("filter.model"),
            options: ["1", "2"].map((model) => ({ value: model, label: t("model", { model }) })),
          },
        ]}
        empty={
          <EmptyState
            icon="keyboard"
            title={t("emptyTitle")}
            action={
              <LinkButton href="/locks" variant="primary">
                {t("emptyAction")}
              </LinkButton>
            }
          >
            {t("empty")}
          </EmptyState>
        }
      />
    </ClientMessages>
  );
}
