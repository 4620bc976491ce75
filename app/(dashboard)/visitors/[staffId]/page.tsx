import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LiveOn } from "@/components/live-on";
import { LiveRefresh } from "@/components/live-refresh";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { countDoorsElsewhere, listCredentials } from "@/lib/staff/queries";
import { mailIsConfigured } from "@/lib/visits/mail-tools";
import { findVisit } from "@/lib/visits/queries";
import { doorsWord } from "@/lib/visits/stay";
import { listWithdrawalsOf } from "@/lib/withdrawals/queries";
import { CredentialsTable } from "../../staff/[staffId]/credentials-table";
import { WithdrawalsCard } from "../../withdrawals/withdrawals-card";
import { VisitStateBadge } from "../visit-state-badge";
import { DoorsNote } from "./doors-note";
import { EndVisit } from "./end-visit";
import { LongerCard } from "./longer-card";
import { VisitCard } from "./visit-card";

export const generateMetadata = pageTitle((t) => t("visits.title"));

export default async function VisitPage({ params }: { params: Promise<{ staffId: string }> }) {
  const actor = await requireActor("visits:read");
  const visit = await findVisit(actor, (await params).staffId);
  if (!visit) notFound();
  const { staffId, name, state } = visit;
  const [credentials, withdrawn, elsewhere, t] = await Promise.all([
    listCredentials(actor, staffId),
    listWithdrawalsOf(actor, staffId),
    countDoorsElsewhere(actor, staffId),
    getTranslations("visits"),
  ]);
  const now = Date.now();
  const word = doorsWord(state, credentials, elsewhere);
  const stands = visit.status !== "removed";
  const mayWrite = may(actor, "visits:write") && stands;
  // Just added, ended or changed: the worker takes it up within moments.
  const isSettling =
    word.kind === "still" || word.kind === "partly" || now - Date.parse(visit.version) < takesUpWithinMs;
  return (
    <>
      <PageHeader
        title={name}
        description={[visit.company, visit.purpose].filter((part) => part !== "").join(" · ")}
        badge={<VisitStateBadge state={state} />}
        breadcrumbs={[{ label: t("title"), href: "/visitors" }, { label: name }]}
        actions={
          <>
            {may(actor, "staff:read") && (
              <LinkButton href={`/staff/${staffId}`} icon="user">
                {t("detail.staff")}
              </LinkButton>
            )}
            {mayWrite && (
              <>
                <LinkButton href={`/visitors/${staffId}/edit`} icon="pencil">
                  {t("detail.edit")}
                </LinkButton>
                <ClientMessages areas={["visits.detail", "visits.endDialog", "access"]}>
                  <EndVisit staffId={staffId} name={name} />
                </ClientMessages>
              </>
            )}
          </>
        }
      />
      <div className="space-y-6">
        <LiveOn topics={["changes", "device"]} />
        {visit.hostStanding !== "here" && state !== "over" && (
          <Callout
            tone="warn"
            title={t(`detail.hostIs.${visit.hostStanding}`, { host: visit.host.name })}
            action={
              mayWrite && <LinkButton href={`/visitors/${staffId}/edit`}>{t("detail.otherHost")}</LinkButton>
            }
          >
            {t("detail.hostGone")}
          </Callout>
        )}
        <DoorsNote
          visit={visit}
          word={word}
          printHref={may(actor, "codes:print") ? `/codes/sheets/new?staff=${staffId}` : null}
        />
        <Card
          title={t("detail.doors")}
          description={t("detail.doorsDescription")}
          actions={<LiveRefresh active={isSettling} doneText={t("detail.settled")} />}
          padded={credentials.length === 0}
        >
          {credentials.length > 0 ? (
            <ClientMessages areas={["staff", "access", "withdrawals"]}>
              <CredentialsTable
                rows={credentials}
                staffId={staffId}
                name={name}
                now={now}
                mayChoose={mayWrite}
                withdrawn={withdrawn}
                mayWithdraw={may(actor, "rules:write") && stands}
              />
            </ClientMessages>
          ) : (
            <p className="text-muted">{t("detail.nothingYet")}</p>
          )}
        </Card>
        {withdrawn.length > 0 && (
          <WithdrawalsCard
            rows={withdrawn}
            by="person"
            mayWrite={may(actor, "rules:write")}
            mayReview={may(actor, "reviews:read")}
          />
        )}
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <VisitCard visit={visit} timeZone={credentials[0]?.timeZone ?? "UTC"} />
          <LongerCard
            visit={visit}
            timeZone={credentials[0]?.timeZone ?? "UTC"}
            mayAsk={mayWrite}
            mailConfigured={mailIsConfigured()}
          />
        </div>
      </div>
    </>
  );
}

const takesUpWithinMs = 15_000;
