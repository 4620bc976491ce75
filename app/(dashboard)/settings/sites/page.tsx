import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { PageLink } from "@/components/ui/page-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { pageTitle } from "@/lib/i18n/page-title";
import { listSites, type SiteRow } from "@/lib/sites/queries";
import { formatNumber, formatTime } from "@/lib/time/format";

export const generateMetadata = pageTitle((t) => t("devices.sites.title"));

export default async function SitesPage() {
  const actor = await requireActor("settings:read");
  const [sites, t, tPolicy, locale] = await Promise.all([
    listSites(actor),
    getTranslations("devices.sites"),
    getTranslations("operations.policy"),
    getLocale(),
  ]);
  const now = Date.now();
  const mayWrite = may(actor, "devices:write");
  const add = mayWrite && actor.sites === "all" && (
    <LinkButton href="/settings/sites/new" variant="primary" icon="plus">
      {t("add")}
    </LinkButton>
  );
  const columns: Column<SiteRow>[] = [
    {
      id: "name",
      header: t("name"),
      cell: (row) =>
        mayWrite ? (
          <PageLink href={`/settings/sites/${row.id}`} className="font-medium hover:underline">
            {row.name}
          </PageLink>
        ) : (
          row.name
        ),
    },
    { id: "zone", header: t("zone"), cell: (row) => row.timeZone },
    {
      id: "now",
      header: t("now"),
      cell: (row) => <span className="tnum">{formatTime(now, locale, row.timeZone)}</span>,
    },
    {
      id: "policy",
      header: tPolicy("column"),
      cell: ({ remoteOpening, reasonRequired }) =>
        tPolicy(!remoteOpening ? "off" : reasonRequired ? "withReason" : "on"),
    },
    {
      id: "devices",
      header: t("devices"),
      align: "end",
      cell: (row) => (
        <PageLink
          href={`/locks?type=all&site=${row.id}`}
          className="inline-flex min-h-6 items-center hover:underline"
        >
          {formatNumber(row.devices, locale)}
        </PageLink>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={add} />
      <Card padded={false}>
        {sites.length === 0 ? (
          <EmptyState icon="building-2" title={t("emptyTitle")} action={add}>
            {t("empty")}
          </EmptyState>
        ) : (
          <SimpleTable label={t("title")} columns={columns} rows={sites} rowId={(row) => row.id} />
        )}
      </Card>
    </>
  );
}
