import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { officeZone } from "@/lib/imports/office-zone";
import { findSheet } from "@/lib/sheets/record";
import { OpenSheets } from "../open-sheets";
import { SheetStateBadge } from "../state-look";
import { SheetDoors } from "./sheet-doors";
import { SheetFacts } from "./sheet-facts";
import { SheetHistory } from "./sheet-history";
import { SheetMoves } from "./sheet-moves";

export const generateMetadata = pageTitle((t) => t("sheets.record.title"));

export default async function SheetPage({ params }: { params: Promise<{ serial: string }> }) {
  const actor = await requireActor("codes:print");
  const now = new Date();
  const sheet = await findSheet(actor, decodeURIComponent((await params).serial), now);
  if (!sheet) notFound();
  const [timeZone, t, tRegister] = await Promise.all([
    officeZone(),
    getTranslations("sheets.record"),
    getTranslations("sheets.register"),
  ]);
  return (
    <ClientMessages areas={["sheets.move"]}>
      <PageHeader
        title={t("heading", { serial: sheet.serial })}
        badge={<SheetStateBadge state={sheet.state} />}
        description={t("description", { name: sheet.name })}
        breadcrumbs={[{ label: tRegister("title"), href: "/codes/sheets" }, { label: sheet.serial }]}
        actions={
          <>
            {sheet.opensUntil && <OpenSheets batchId={sheet.batchId}>{t("openAgain")}</OpenSheets>}
            <SheetMoves serial={sheet.serial} moves={sheet.moves} />
          </>
        }
      />
      <div className="space-y-6">
        {sheet.state === "worthless" && (
          <Callout tone="warn" title={t("worthless")}>
            {t("worthlessText")}
          </Callout>
        )}
        {sheet.state === "expired" && (
          <Callout
            tone="warn"
            title={t("expired")}
            action={
              sheet.staffStatus !== "removed" && (
                <LinkButton href={`/staff/${sheet.staffId}`}>{t("toPerson")}</LinkButton>
              )
            }
          >
            {t(sheet.codeStayed ? "expiredKept" : "expiredText", { name: sheet.name })}
          </Callout>
        )}
        <Card title={t("facts")}>
          <SheetFacts sheet={sheet} timeZone={timeZone} />
        </Card>
        <Card title={t("doors")} description={t("doorsText")}>
          <SheetDoors sheet={sheet} />
        </Card>
        <Card title={t("history")}>
          <SheetHistory events={sheet.history} timeZone={timeZone} />
        </Card>
      </div>
    </ClientMessages>
  );
}
