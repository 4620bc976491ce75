import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LiveOn } from "@/components/live-on";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { looksAfter } from "@/lib/bridges/commands";
import { findBridge, listBridgeAccounts } from "@/lib/bridges/queries";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listOffers } from "@/lib/operations/queries";
import { listSites } from "@/lib/sites/queries";
import { OpenerList } from "../../opener-list";
import { BridgeForm } from "../bridge-form";
import { RemoveBridge } from "../remove-bridge";
import { TestBridge } from "../test-bridge";
import { BridgeFacts } from "./bridge-facts";

export const generateMetadata = pageTitle((t) => t("openers.title"));

export default async function BridgePage({ params }: { params: Promise<{ bridgeId: string }> }) {
  const actor = await requireActor("devices:read");
  const now = new Date();
  const found = await findBridge(actor, (await params).bridgeId, now);
  if (!found) notFound();
  const { bridge, openers } = found;
  const mayWrite = may(actor, "bridges:write") && looksAfter(actor, bridge.siteId);
  const [offers, sites, accounts, t] = await Promise.all([
    listOffers(
      actor,
      openers.map(({ id }) => id),
      now,
    ),
    listSites(actor),
    mayWrite ? listBridgeAccounts(actor) : [],
    getTranslations("openers"),
  ]);
  const { id, version, name, siteId, host, port, tokenMode, hasToken } = bridge;
  return (
    <ClientMessages areas={["openers", "operations"]}>
      <LiveOn topics={["device", "bridges"]} />
      <PageHeader
        title={name}
        description={`${bridge.siteName ?? t("noSite")} · ${t("bridge.description")}`}
        breadcrumbs={[{ label: t("title"), href: "/openers" }, { label: name }]}
        actions={
          mayWrite && (
            <>
              {host !== null && hasToken && <TestBridge bridgeId={id} />}
              <RemoveBridge bridgeId={id} name={name} />
            </>
          )
        }
      />
      <div className="space-y-6">
        <BridgeFacts bridge={bridge} now={now.getTime()} />
        <Card title={t("bridge.devices")} padded={false}>
          <OpenerList
            openers={openers}
            bridge={bridge}
            offers={offers}
            now={now.getTime()}
            mayWrite={mayWrite}
          />
        </Card>
        {mayWrite && (
          <BridgeForm
            key={version}
            existing={{ id, version, name, siteId, host, port, tokenMode, hasToken }}
            accounts={accounts
              .filter((account) => account.id === bridge.accountId)
              .map((account) => ({ value: account.id, label: account.name }))}
            sites={sites.map((site) => ({ value: site.id, label: site.name }))}
            mayLeaveSite={actor.sites === "all"}
          />
        )}
      </div>
    </ClientMessages>
  );
}
