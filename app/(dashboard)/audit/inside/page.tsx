import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { type Actor, may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listInside, maySeeInside } from "@/lib/presence/queries";
import { nameViewOf } from "@/lib/privacy/names";
import { mainZone } from "@/lib/sites/main-zone";
import { listSites } from "@/lib/sites/queries";
import { formatDateTime, formatZone } from "@/lib/time/format";
import { NamesBar } from "../names/names-bar";
import { InsideSite } from "./inside-site";
import { PrintInside } from "./print-inside";

export const generateMetadata = pageTitle((t) => t("privacy.inside.pageTitle"));

export default async function InsidePage() {
  const actor = await requireActor("presence:read");
  if (!(await maySeeInside(actor))) return <SwitchedOff actor={actor} />;
  const [sites, { hidden }] = await Promise.all([listSites(actor), nameViewOf(actor)]);
  const timeZone = mainZone(sites);
  return (
    <>
      <div data-print="none">
        <NamesBar actor={actor} timeZone={timeZone} />
      </div>
      {hidden ? <Hidden /> : <Inside actor={actor} timeZone={timeZone} />}
    </>
  );
}

async function Inside({ actor, timeZone }: { actor: Actor; timeZone: string }) {
  const now = Date.now();
  const [inside, t, locale] = await Promise.all([
    listInside(actor, now),
    getTranslations("privacy.inside"),
    getLocale(),
  ]);
  const time = `${formatDateTime(now, locale, timeZone)} ${formatZone(now, locale, timeZone)}`;
  return (
    <div className="space-y-6">
      <Callout
        tone="warn"
        title={t("printed", { time })}
        action={
          <ClientMessages areas={["privacy.inside"]}>
            <PrintInside />
          </ClientMessages>
        }
      >
        {t("limit")}
      </Callout>
      {inside.length === 0 && <EmptyState icon="building-2" title={t("noSites")} />}
      {inside.map((site) => (
        <InsideSite key={site.siteId} site={site} withLinks={may(actor, "staff:read")} />
      ))}
    </div>
  );
}

async function Hidden() {
  const t = await getTranslations("privacy.inside");
  return <EmptyState icon="eye-off" title={t("namesHidden")} />;
}

async function SwitchedOff({ actor }: { actor: Actor }) {
  const t = await getTranslations("privacy.inside");
  return (
    <EmptyState
      icon="users-round"
      title={t("offTitle")}
      action={
        may(actor, "privacy:write") && <LinkButton href="/settings/privacy">{t("toSettings")}</LinkButton>
      }
    >
      {t("offText")}
    </EmptyState>
  );
}
