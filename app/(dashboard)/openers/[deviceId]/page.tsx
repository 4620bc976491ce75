import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { PageLink } from "@/components/ui/page-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { findOpener } from "@/lib/bridges/queries";
import { findDeviceSettings } from "@/lib/device-settings/queries";
import { knownAt } from "@/lib/devices/facts";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { findOffer, listOperations } from "@/lib/operations/queries";
import { SettingsCard } from "../../locks/settings/settings-card";
import { SyncButton } from "../../locks/settings/sync-button";
import { OperateCard } from "../../operate/operate-card";
import { BridgeChips } from "../bridge-chips";
import { DiagnosisNote } from "../diagnosis-note";
import { IntercomName } from "../intercom-name";
import { hasAttention, OpenerAttention } from "../opener-attention";
import { OpenerFacts } from "./opener-facts";

export const generateMetadata = pageTitle((t) => t("openers.title"));

export default async function OpenerPage({
  params,
  searchParams,
}: {
  params: Promise<{ deviceId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const actor = await requireActor("devices:read");
  const now = new Date();
  const found = await findOpener(actor, (await params).deviceId, now);
  if (!found) notFound();
  const { opener, bridge } = found;
  const [offer, operations, settings, { operate }, t] = await Promise.all([
    findOffer(actor, opener.id, now),
    listOperations(actor, opener.id),
    findDeviceSettings(actor, opener.id),
    searchParams,
    getTranslations("openers"),
  ]);
  const mayWrite = may(actor, "devices:write");
  return (
    <ClientMessages areas={["operations", "doorSettings"]}>
      <LiveOn topics={["device", "bridges"]} />
      <PageHeader
        title={opener.name}
        description={
          <>
            <IntercomName opener={opener} /> · {opener.siteName ?? t("noSite")}
            {opener.siteZone && ` · ${opener.siteZone}`}
          </>
        }
        breadcrumbs={[{ label: t("title"), href: "/openers" }, { label: opener.name }]}
        actions={
          <>
            {mayWrite && <SyncButton deviceId={opener.id} />}
            <LinkButton href={`/locks/${opener.id}`} icon="users">
              {t("detail.people")}
            </LinkButton>
          </>
        }
      />
      <div className="space-y-6">
        {opener.verdict.part !== "fine" && (
          <Card title={t("diagnosis.title")} padded={false}>
            <div className="p-2">
              <DiagnosisNote
                opener={opener}
                bridge={bridge}
                now={now.getTime()}
                mayWrite={may(actor, "bridges:write")}
              />
            </div>
          </Card>
        )}
        {hasAttention(opener) && (
          <Card title={t("detail.attention")}>
            <OpenerAttention opener={opener} explained />
          </Card>
        )}
        <OperateCard offer={offer} operations={operations} start={operate} now={now.getTime()} />
        <OpenerFacts opener={opener} now={now.getTime()} />
        {settings && (
          <SettingsCard
            settings={settings}
            siteZone={opener.siteZone}
            mayWrite={mayWrite}
            away={opener.reach !== "online"}
            knownAt={knownAt(opener).getTime()}
            now={now.getTime()}
          />
        )}
        {bridge && (
          <Card
            title={
              <PageLink href={`/openers/bridges/${bridge.id}`} className="hover:underline">
                {bridge.name}
              </PageLink>
            }
            description={t("bridge.description")}
          >
            <BridgeChips bridge={bridge} now={now.getTime()} />
          </Card>
        )}
      </div>
    </ClientMessages>
  );
}
