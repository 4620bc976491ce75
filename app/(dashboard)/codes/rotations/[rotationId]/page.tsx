import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { countMeant, findRotation } from "@/lib/rotations/queries";
import { peopleList } from "@/lib/rotations/schema";
import { listDoors, listPeople } from "@/lib/rotations/standing";
import { RotationBadge, whomOf } from "../rotation-words";
import { CancelButton } from "./cancel-button";
import { DoorsCard } from "./doors-card";
import { PeopleTable } from "./people-table";
import { ProgressCard } from "./progress-card";
import { TermsCard } from "./terms-card";

export const generateMetadata = pageTitle((t) => t("rotations.title"));

export default async function RotationPage({
  params,
  searchParams,
}: {
  params: Promise<{ rotationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const actor = await requireActor("codes:rotate");
  const [{ rotationId }, query] = await Promise.all([params, searchParams]);
  const rotation = await findRotation(actor, rotationId);
  if (!rotation) notFound();
  const list = parseListState(query, peopleList);
  const isPlanned = rotation.state === "planned";
  const hasBegun = rotation.startedAt !== null;
  const [whom, t, doors, people, meant] = await Promise.all([
    whomOf(rotation),
    getTranslations("rotations"),
    hasBegun ? listDoors(actor, rotation.id) : [],
    hasBegun ? listPeople(actor, rotation.id, list) : null,
    isPlanned ? countMeant(actor, rotation.id, new Date()) : null,
  ]);
  const mayCancel = isPlanned && (actor.sites === "all" || rotation.mine);
  return (
    <ClientMessages areas={["rotations.detail"]}>
      <LiveOn topics={["changes"]} />
      <PageHeader
        title={whom}
        badge={<RotationBadge state={rotation.state} />}
        description={`${t(`reason.${rotation.reason}`)} · ${t(`mode.${rotation.mode}`)}`}
        breadcrumbs={[{ label: t("title"), href: "/codes/rotations" }, { label: whom }]}
        actions={
          <>
            {mayCancel && <CancelButton rotationId={rotation.id} />}
            {rotation.people > 0 && may(actor, "codes:print") && (
              <LinkButton href={`/codes/sheets/new?rotation=${rotation.id}`} variant="primary" icon="printer">
                {t("detail.print")}
              </LinkButton>
            )}
          </>
        }
      />
      <div className="space-y-6">
        {isPlanned && (
          <Callout>{meant === null ? t("detail.meantUnknown") : t("detail.meant", { count: meant })}</Callout>
        )}
        {rotation.isLapsed && (
          <Callout tone="warn" title={t("detail.lapsedTitle")}>
            {t("detail.lapsed", { name: rotation.plannedBy })}
          </Callout>
        )}
        {hasBegun && rotation.people === 0 && (
          <Callout tone="warn" title={t("detail.noneTitle")}>
            {t("detail.none")}
          </Callout>
        )}
        {rotation.people > 0 && <ProgressCard rotation={rotation} doors={doors} />}
        <TermsCard rotation={rotation} />
        {doors.length > 0 && <DoorsCard doors={doors} />}
        {people && (
          <section className="space-y-3">
            <h2 className="text-lg font-semibold">{t("detail.people")}</h2>
            <PeopleTable people={people} list={list} />
          </section>
        )}
      </div>
    </ClientMessages>
  );
}
