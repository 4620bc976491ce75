import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { findSite } from "@/lib/sites/queries";
import { listTimeZones } from "@/lib/time/zones";
import { HoldNote } from "../../privacy/hold-note";
import { SiteForm } from "../site-form";

export const generateMetadata = pageTitle((t) => t("devices.sites.title"));

export default async function SitePage({ params }: { params: Promise<{ siteId: string }> }) {
  const actor = await requireActor("devices:write");
  const [site, t] = await Promise.all([
    findSite(actor, (await params).siteId),
    getTranslations("devices.sites"),
  ]);
  if (!site) notFound();
  const { id, name, timeZone, remoteOpening, reasonRequired, version } = site;
  // A zone under an older name stays choosable where it is in use.
  const zones = [...new Set([...listTimeZones(), timeZone])].sort();
  return (
    <>
      <PageHeader
        title={name}
        description={t("editDescription")}
        breadcrumbs={[{ label: t("title"), href: "/settings/sites" }, { label: name }]}
      />
      <div className="mb-6 max-w-3xl empty:hidden">
        <HoldNote actor={actor} siteId={id} />
      </div>
      <ClientMessages areas={["devices", "operations", "rules", "access"]}>
        <SiteForm
          key={version}
          zones={zones}
          existing={{ siteId: id, version, name, timeZone, remoteOpening, reasonRequired }}
        />
      </ClientMessages>
    </>
  );
}
