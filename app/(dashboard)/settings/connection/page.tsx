import { getTranslations } from "next-intl/server";
import { LiveOn } from "@/components/live-on";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { getConnections } from "@/lib/accounts/queries";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { listLogHealth, listLogHoles } from "@/lib/entries/log-health";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listInstantNews } from "@/lib/webhooks/queries";
import { ConnectionCard } from "./connection-card";
import { DoorLogCard } from "./door-log-card";
import { InstantNewsCard } from "./instant-news-card";
import { ScopesCard } from "./scopes-card";

export const generateMetadata = pageTitle((t) => t("settings.connection.title"));

export default async function ConnectionPage() {
  const actor = await requireActor("settings:read");
  const [{ connections, requestsPerMinute, environmentToken }, news, logs, holes, t] = await Promise.all([
    getConnections(actor),
    listInstantNews(actor),
    listLogHealth(actor),
    listLogHoles(actor),
    getTranslations("settings.connection"),
  ]);
  const now = Date.now();
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <LiveOn topics={["connection", "device", "entries"]} />
      <ClientMessages areas={["settings", "live"]}>
        <div className="max-w-4xl space-y-6">
          {connections.length === 0 && (
            <EmptyState icon="plug" title={t("none")}>
              {t("noneText")}
            </EmptyState>
          )}
          {connections.map((connection) => (
            <div key={connection.id} className="space-y-6">
              <ConnectionCard
                connection={connection}
                requestsPerMinute={requestsPerMinute}
                environmentToken={environmentToken}
                mayWrite={may(actor, "connection:write")}
                now={now}
              />
              {news
                .filter(({ accountId }) => accountId === connection.id)
                .map((each) => (
                  <InstantNewsCard
                    key={each.accountId}
                    news={each}
                    mayWrite={may(actor, "connection:write")}
                    now={now}
                  />
                ))}
              {logs
                .filter(({ accountId }) => accountId === connection.id)
                .map((health) => (
                  <DoorLogCard
                    key={health.accountId}
                    health={health}
                    holes={holes.filter((hole) => hole.accountId === health.accountId)}
                    now={now}
                  />
                ))}
              <ScopesCard connection={connection} now={now} />
            </div>
          ))}
          <Callout title={t("howTitle")}>{t("how")}</Callout>
        </div>
      </ClientMessages>
    </>
  );
}
