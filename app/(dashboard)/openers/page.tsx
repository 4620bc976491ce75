import { getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { listOpenerGroups } from "@/lib/bridges/queries";
import { openerFilterOf, openerList } from "@/lib/bridges/schema";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { listOffers } from "@/lib/operations/queries";
import { OpenerGroupCard } from "./opener-group";
import { OpenersToolbar } from "./openers-toolbar";

export const generateMetadata = pageTitle((t) => t("openers.title"));

export default async function OpenersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("devices:read");
  const now = new Date();
  const filter = openerFilterOf(parseListState(await searchParams, openerList));
  const [{ groups, total, attention }, t] = await Promise.all([
    listOpenerGroups(actor, filter, now),
    getTranslations("openers"),
  ]);
  const ids = groups.flatMap(({ openers }) => openers.map(({ id }) => id));
  const offers = await listOffers(actor, ids, now);
  const mayWrite = may(actor, "bridges:write");
  const isCut = filter.q !== "" || filter.needsAttention || filter.siteIds.length > 0;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          mayWrite && (
            <LinkButton href="/openers/bridges/new" icon="plus">
              {t("addBridge")}
            </LinkButton>
          )
        }
      />
      <ClientMessages areas={["openers", "operations"]}>
        <LiveOn topics={["device", "bridges", "operations"]} />
        <div className="space-y-4">
          {(total > 0 || groups.length > 0 || isCut) && (
            <OpenersToolbar q={filter.q} needsAttention={filter.needsAttention} attention={attention} />
          )}
          {groups.map((group) => (
            <OpenerGroupCard
              key={group.bridge?.id ?? "none"}
              group={group}
              offers={offers}
              now={now.getTime()}
              mayWrite={mayWrite}
            />
          ))}
          {groups.length === 0 &&
            (isCut ? (
              <EmptyState
                icon="search"
                title={t("noMatchTitle")}
                action={<LinkButton href="/openers">{t("clear")}</LinkButton>}
              >
                {t("noMatch")}
              </EmptyState>
            ) : (
              <EmptyState icon="radio" title={t("emptyTitle")}>
                {t("empty")}
              </EmptyState>
            ))}
        </div>
      </ClientMessages>
    </>
  );
}
