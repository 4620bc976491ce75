import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { LiveOn } from "@/components/live-on";
import { LiveRefresh } from "@/components/live-refresh";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { normalise } from "@/lib/access/schedule";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import type { StaffStatus } from "@/lib/db/tables/intent";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { nameViewOf } from "@/lib/privacy/names";
import { type DataLanguage, dataLanguages } from "@/lib/privacy/schema";
import {
  type CredentialRow,
  countDoorsElsewhere,
  findStaff,
  listCredentials,
  listHistory,
  listSent,
  type StaffDetail,
} from "@/lib/staff/queries";
import { listWithdrawalsOf } from "@/lib/withdrawals/queries";
import { HoldNote } from "../../settings/privacy/hold-note";
import { WithdrawalsCard } from "../../withdrawals/withdrawals-card";
import { StaffWeek } from "../staff-week";
import { StatusBadge } from "../status-badge";
import { CodeCard } from "./code-card";
import { CredentialsTable } from "./credentials-table";
import { DataButton } from "./data/data-button";
import { HistoryCard } from "./history-card";
import { PersonCard } from "./person-card";
import { RulesCard } from "./rules-card";
import { SentCard } from "./sent-card";
import { StaffActions } from "./staff-actions";
import { StandingNote } from "./standing-note";

export const generateMetadata = pageTitle((t) => t("staff.title"));

export default async function StaffDetailPage({ params }: { params: Promise<{ staffId: string }> }) {
  const actor = await requireActor("staff:read");
  const person = await findStaff(actor, (await params).staffId);
  if (!person) notFound();
  const [credentials, withdrawn, elsewhere, history, sent, names, t, tEntries, tPast, locale] =
    await Promise.all([
      listCredentials(actor, person.id),
      listWithdrawalsOf(actor, person.id),
      countDoorsElsewhere(actor, person.id),
      listHistory(actor, person.id),
      listSent(actor, person.id),
      nameViewOf(actor),
      getTranslations("staff"),
      getTranslations("entries"),
      getTranslations("past"),
      getLocale(),
    ]);
  const now = Date.now();
  const name = person.values.displayName;
  const mayWrite = may(actor, "staff:write") && person.status !== "removed";
  const wanted = credentials.filter((row) => row.wanted?.enabled && row.state !== "removing");
  const timeZones = [...new Set(wanted.map((row) => row.timeZone))];
  const [zone] = timeZones;
  const decidedAt = history[0]?.at.getTime() ?? 0;
  const isSettling =
    now - decidedAt < takesUpWithinMs || credentials.some((row) => isMoving(row, person.status));
  return (
    <>
      <PageHeader
        title={name}
        description={[person.values.department, person.values.email].filter(Boolean).join(" · ")}
        badge={<StatusBadge status={person.status} />}
        breadcrumbs={[{ label: t("title"), href: "/staff" }, { label: name }]}
        actions={
          <>
            {may(actor, "entries:read") && (
              <LinkButton href={`/audit?person=${person.id}`} icon="scroll-text">
                {tEntries("ofPerson")}
              </LinkButton>
            )}
            {may(actor, "past:read") && (
              <LinkButton href={`/audit/past?about=person&person=${person.id}`} icon="history">
                {tPast("ofPerson")}
              </LinkButton>
            )}
            {mayWrite && (
              <ClientMessages areas={["staff", "access"]}>
                <LinkButton href={`/staff/${person.id}/edit`} icon="pencil">
                  {t("detail.edit")}
                </LinkButton>
                <StaffActions
                  staffId={person.id}
                  name={name}
                  status={person.status}
                  mayRemove={may(actor, "staff:remove")}
                />
              </ClientMessages>
            )}
          </>
        }
      />
      <div className="space-y-6">
        <LiveOn topics={["changes", "device", "entries"]} />
        <HoldNote actor={actor} staffId={person.id} />
        <StandingNote status={person.status} credentials={credentials} elsewhere={elsewhere} />
        <Card
          title={<span id="doors">{t("detail.doors")}</span>}
          description={t("detail.doorsDescription")}
          actions={<LiveRefresh active={isSettling} doneText={t("detail.settled")} />}
          padded={false}
        >
          {person.status !== "removed" && wanted.length > 0 && (
            <div className="flex flex-wrap items-end gap-x-6 gap-y-2 overflow-x-auto border-b border-line px-4 py-3">
              <StaffWeek
                size="md"
                windows={normalise(wanted.flatMap((row) => (row.wanted ? [row.wanted.window] : [])))}
                timeZones={timeZones}
                now={now}
              />
              <p className="text-sm text-muted">
                {zone !== undefined && timeZones.length === 1
                  ? t("detail.weekZone", { zone })
                  : t("detail.weekNote")}
              </p>
            </div>
          )}
          {credentials.length > 0 ? (
            <ClientMessages areas={["staff", "access", "withdrawals"]}>
              <CredentialsTable
                rows={credentials}
                staffId={person.id}
                name={name}
                now={now}
                mayChoose={mayWrite}
                withdrawn={withdrawn}
                mayWithdraw={may(actor, "rules:write") && person.status !== "removed"}
              />
            </ClientMessages>
          ) : (
            <NoDoors href={mayWrite ? `/staff/${person.id}/edit` : null} />
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
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="min-w-0 space-y-6">
            {person.status !== "removed" && <RulesCard person={person} />}
            <SentCard
              rows={sent}
              now={now}
              allHref={may(actor, "changes:read") ? `/changes?tab=history&person=${person.id}` : null}
            />
          </div>
          <div className="min-w-0 space-y-6">
            {person.status !== "removed" && (
              <CodeCard actor={actor} staffId={person.id} name={name} now={now} />
            )}
            <PersonCard person={person}>
              {may(actor, "staff:export") && actor.sites === "all" && (
                <ClientMessages areas={["privacy.ask"]}>
                  <DataButton
                    staffId={person.id}
                    name={name}
                    language={languageOf(person, locale)}
                    needsReason={names.hidden}
                  />
                </ClientMessages>
              )}
            </PersonCard>
            <HistoryCard rows={history} now={now} />
          </div>
        </div>
      </div>
    </>
  );
}

/** The person's own language where the file can be in it, else the reader's. */
function languageOf({ values }: StaffDetail, locale: DataLanguage): DataLanguage {
  return dataLanguages.find((known) => known === values.language) ?? locale;
}

/** How long after a decision the worker may still have to take it up: until then the doors' states are the old ones. */
const takesUpWithinMs = 15_000;

/** Is something on its way, or about to be because the person is no longer what this door still thinks? */
function isMoving({ state, wanted }: CredentialRow, status: StaffStatus): boolean {
  if (status === "removed") return state !== "removed" && state !== "failed" && state !== "needs_review";
  if (status === "suspended" && state === "active" && wanted?.enabled) return true;
  return state === "planned" || state === "sending" || state === "removing" || state === "waiting";
}

async function NoDoors({ href }: { href: `/staff/${string}/edit` | null }) {
  const t = await getTranslations("staff");
  return (
    <EmptyState
      icon="lock"
      title={t("doors.none")}
      action={href && <LinkButton href={href}>{t("detail.noDoorsAction")}</LinkButton>}
    >
      {t("detail.noDoors")}
    </EmptyState>
  );
}
