import { useLocale, useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLink } from "@/components/ui/page-link";
import { countNeeds, type Needs } from "@/lib/overview/need-counts";
import { formatRelative } from "@/lib/time/format";
import { DoorTroubles } from "./door-troubles";
import { NeedRow } from "./need-row";
import { SettingNeeds } from "./setting-needs";

interface Props {
  needs: Needs;
  siteId: string | null;
  /** Changes that are on their way by themselves. */
  pending: number;
  now: number;
  reads: { changes: boolean; connection: boolean };
}

/** What asks for somebody, most urgent first; or that nothing does. */
export function NeedsCard(props: Props) {
  const t = useTranslations("overview");
  const { needs, pending } = props;
  if (countNeeds(needs) === 0) {
    return (
      <section aria-label={t("needsTitle")} className="rounded-lg border border-line bg-surface">
        <EmptyState icon="circle-check" title={t("calmTitle")}>
          {pending > 0 ? t("calmWaiting", { count: pending }) : t("calm")}
        </EmptyState>
      </section>
    );
  }
  return (
    <section aria-labelledby="overview-needs" className="rounded-lg border border-line bg-surface">
      <h2 id="overview-needs" className="border-b border-line px-4 py-3 font-semibold">
        {t("needsTitle")}
      </h2>
      <ul className="divide-y divide-line">
        <Connections {...props} />
        <Alerts {...props} />
        <Changes {...props} />
        <SettingNeeds doors={needs.settings} />
        <LockedOut {...props} />
        <Blocked {...props} />
        <DoorTroubles
          doors={needs.doors}
          siteId={props.siteId}
          mayReadChanges={props.reads.changes}
          now={props.now}
        />
        <Devices {...props} />
      </ul>
    </section>
  );
}

function Connections({ needs, now, reads }: Props) {
  const t = useTranslations("overview.need");
  const locale = useLocale();
  return needs.connections.map(({ id, name, status, lastOkAt }) => (
    <NeedRow
      key={id}
      icon="plug"
      tone="danger"
      href={reads.connection ? "/settings/connection" : null}
      title={t(status, { name })}
    >
      {t(`${status}Text`)}{" "}
      {lastOkAt && t("lastOk", { when: formatRelative(lastOkAt.getTime(), now, locale) })}
    </NeedRow>
  ));
}

function Alerts({ needs: { alerts }, siteId }: Props) {
  const t = useTranslations("overview.need");
  if (alerts.open === 0) return null;
  return (
    <NeedRow
      icon="bell"
      tone={alerts.critical > 0 ? "danger" : "warn"}
      href={`/alerts?tab=open${siteParam(siteId)}`}
      title={t("alerts", { count: alerts.open })}
    >
      {alerts.critical > 0 && t("alertsCritical", { count: alerts.critical })}
    </NeedRow>
  );
}

function Changes({ needs, siteId, reads }: Props) {
  const t = useTranslations("overview.need");
  const { failed, needsReview, leavers } = needs;
  const to = (query: string) => (reads.changes ? `/changes?${query}${siteParam(siteId)}` : null);
  return (
    <>
      {failed > 0 && (
        <NeedRow icon="circle-x" tone="danger" href={to("tab=failed")} title={t("failed", { count: failed })}>
          {t("failedText")}
        </NeedRow>
      )}
      {needsReview > 0 && (
        <NeedRow
          icon="circle-alert"
          tone="danger"
          href={to("tab=needs_review")}
          title={t("needsReview", { count: needsReview })}
        >
          {t("needsReviewText")}
        </NeedRow>
      )}
      {leavers.entries > 0 && (
        <NeedRow
          icon="log-out"
          tone="danger"
          href={to("tab=open&who=leavers")}
          title={t("leavers", { count: leavers.entries })}
        >
          {t("leaversText", { people: leavers.people })}
        </NeedRow>
      )}
    </>
  );
}

function LockedOut({ needs: { lockedOut }, siteId }: Props) {
  const t = useTranslations("sheets.need");
  if (lockedOut === 0) return null;
  return (
    <NeedRow
      icon="timer-off"
      tone="warn"
      href={`/codes/sheets?state=expired${siteParam(siteId)}`}
      title={t("lockedOut", { count: lockedOut })}
    >
      {t("lockedOutText")}
    </NeedRow>
  );
}

function Blocked({ needs: { blocked }, siteId, reads }: Props) {
  const t = useTranslations("overview.need");
  const tBlocked = useTranslations("access.blocked");
  const tPreview = useTranslations("access.preview");
  if (blocked.length === 0) return null;
  const total = blocked.reduce((sum, { count }) => sum + count, 0);
  const href = (reason?: string) =>
    `/changes?tab=blocked${reason ? `&reason=${reason}` : ""}${siteParam(siteId)}`;
  return (
    <NeedRow
      icon="ban"
      tone="warn"
      href={reads.changes ? href() : null}
      title={t("blocked", { count: total })}
    >
      <ul className="space-y-0.5">
        {blocked.map(({ reason, count }) => {
          const text = tPreview("blockedItem", { reason: tBlocked(reason), count });
          return (
            <li key={reason}>
              {reads.changes ? (
                <PageLink href={href(reason)} className="inline-flex min-h-6 items-center hover:underline">
                  {text}
                </PageLink>
              ) : (
                text
              )}
            </li>
          );
        })}
      </ul>
    </NeedRow>
  );
}

function Devices({ needs: { batteries, newDevices }, siteId }: Props) {
  const t = useTranslations("overview.need");
  return (
    <>
      {batteries.length > 0 && (
        <NeedRow
          icon="battery-warning"
          tone="warn"
          href={`/locks?type=all&attention=battery${siteParam(siteId)}`}
          title={t("batteries", { count: batteries.length })}
        >
          {batteries
            .slice(0, 6)
            .map((device) => device.name)
            .join(" · ")}
          {batteries.length > 6 && ` · ${t("doorsMore", { count: batteries.length - 6 })}`}
        </NeedRow>
      )}
      {newDevices > 0 && (
        <NeedRow
          icon="map-pin"
          tone="warn"
          href="/locks?type=all&attention=no_site"
          title={t("newDevices", { count: newDevices })}
        >
          {t("newDevicesText")}
        </NeedRow>
      )}
    </>
  );
}

function siteParam(siteId: string | null): string {
  return siteId ? `&site=${siteId}` : "";
}
