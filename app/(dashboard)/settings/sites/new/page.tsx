import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listTimeZones } from "@/lib/time/zones";
import { SiteForm } from "../site-form";

export const generateMetadata = pageTitle((t) => t("devices.sites.newTitle"));

export default async function NewSitePage() {
  await requireActor("devices:write");
  const t = await getTranslations("devices.sites");
  return (
    <>
      <PageHeader
        title={t("newTitle")}
        description={t("newDescription")}
        breadcrumbs={[{ label: t("title"), href: "/settings/sites" }, { label: t("newTitle") }]}
      />
      <ClientMessages areas={["devices", "operations", "rules", "access"]}>
        <SiteForm zones={listTimeZones()} existing={null} />
      </ClientMessages>
    </>
  );
}
