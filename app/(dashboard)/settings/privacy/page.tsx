import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { maySeeTrail } from "@/lib/audit/queries";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listDeletions } from "@/lib/retention/deletions";
import { listHolds, listRetention } from "@/lib/retention/views";
import { mainZone } from "@/lib/sites/main-zone";
import { listSites } from "@/lib/sites/queries";
import { DeletionsCard } from "./deletions-card";
import { HoldsCard } from "./holds-card";
import { InsideCard } from "./inside-card";
import { NamesCard } from "./names-card";
import { RetentionCard } from "./retention-card";

export const generateMetadata = pageTitle((t) => t("retention.title"));

export default async function PrivacyPage() {
  const actor = await requireActor("settings:read");
  const seesTrail = maySeeTrail(actor);
  const [rows, holds, deletions, sites, t] = await Promise.all([
    listRetention(actor, Date.now()),
    listHolds(actor),
    seesTrail ? listDeletions(actor) : null,
    listSites(actor),
    getTranslations("retention"),
  ]);
  const timeZone = mainZone(sites);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="max-w-4xl space-y-6">
        <ClientMessages areas={["retention"]}>
          <RetentionCard rows={rows} />
        </ClientMessages>
        <ClientMessages areas={["retention"]}>
          <HoldsCard actor={actor} holds={holds} sites={sites} timeZone={timeZone} />
        </ClientMessages>
        <NamesCard actor={actor} />
        <InsideCard actor={actor} />
        {deletions && <DeletionsCard deletions={deletions} timeZone={timeZone} />}
      </div>
    </>
  );
}
