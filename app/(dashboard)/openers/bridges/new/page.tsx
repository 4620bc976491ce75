import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { listBridgeAccounts } from "@/lib/bridges/queries";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listSites } from "@/lib/sites/queries";
import { BridgeForm } from "../bridge-form";

export const generateMetadata = pageTitle((t) => t("openers.bridge.newTitle"));

export default async function NewBridgePage() {
  const actor = await requireActor("bridges:write");
  const [accounts, sites, t] = await Promise.all([
    listBridgeAccounts(actor),
    listSites(actor),
    getTranslations("openers"),
  ]);
  return (
    <>
      <PageHeader
        title={t("bridge.newTitle")}
        description={t("bridge.newDescription")}
        breadcrumbs={[{ label: t("title"), href: "/openers" }, { label: t("bridge.newTitle") }]}
      />
      <ClientMessages areas={["openers"]}>
        <BridgeForm
          existing={null}
          accounts={accounts.map(({ id, name }) => ({ value: id, label: name }))}
          sites={sites.map(({ id, name }) => ({ value: id, label: name }))}
          mayLeaveSite={actor.sites === "all"}
        />
      </ClientMessages>
    </>
  );
}
