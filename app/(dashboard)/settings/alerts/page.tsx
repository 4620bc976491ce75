import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { alertKinds, thresholds } from "@/lib/alerts/schema";
import { getAlertSettings } from "@/lib/alerts/settings";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { ChannelsCard } from "./channels-card";
import { RuleRow } from "./rule-row";

export const generateMetadata = pageTitle((t) => t("alerts.settings.title"));

export default async function AlertSettingsPage() {
  const actor = await requireActor("settings:read");
  const [settings, t] = await Promise.all([getAlertSettings(actor), getTranslations("alerts.settings")]);
  const mayWrite = settings.mayWrite && may(actor, "alerts:configure");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ClientMessages areas={["alerts.rule", "alerts.channel", "alerts.kind"]}>
        <div className="max-w-4xl space-y-6">
          <ChannelsCard settings={settings} mayWrite={mayWrite} now={Date.now()} />
          <Card title={t("rules")} description={t("rulesText")} padded={false}>
            <ul className="divide-y divide-line">
              {alertKinds.map((kind) => {
                const { enabled, threshold } = settings.rules[kind];
                return (
                  <RuleRow
                    // What is stored now starts the row anew.
                    key={`${kind} ${enabled} ${threshold}`}
                    kind={kind}
                    enabled={enabled}
                    threshold={threshold}
                    limits={thresholds[kind]}
                    mayWrite={mayWrite}
                  />
                );
              })}
            </ul>
          </Card>
        </div>
      </ClientMessages>
    </>
  );
}
