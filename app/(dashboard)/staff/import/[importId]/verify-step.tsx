import { getLocale, getTranslations } from "next-intl/server";
import { SimpleTable } from "@/components/data-table/simple-table";
import { TwoLines } from "@/components/data-table/two-lines";
import { LiveRefresh } from "@/components/live-refresh";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { type DoorVerification, getVerification } from "@/lib/imports/queries";
import { formatDateTime, formatNumber } from "@/lib/time/format";
import { DoorCounts } from "./door-counts";
import { StepFooter } from "./step-footer";
import { type StepProps, stepHref } from "./step-params";

/** Step 7: what the doors show, read back. Accepted is not done, so only what was seen again counts. */
export async function VerifyStep({ actor, held }: StepProps) {
  const [found, t, locale] = await Promise.all([
    getVerification(actor, held),
    getTranslations("import"),
    getLocale(),
  ]);
  const { confirmed, working, waiting, attention, total, doors } = found;
  return (
    <>
      <div className="space-y-6">
        <Card>
          {total === 0 ? (
            <p className="text-muted">{t("verify.nothing")}</p>
          ) : (
            <>
              <ProgressBar
                label={t("verify.title")}
                value={confirmed}
                max={total}
                valueText={t("verify.value", { done: confirmed, total })}
                tone={working > 0 ? "accent" : waiting + attention > 0 ? "warn" : "ok"}
              />
              <div className="mt-4">
                <DoorCounts counts={found} />
              </div>
              <p className="mt-3 text-sm text-muted">{t("verify.text")}</p>
            </>
          )}
        </Card>
        {waiting > 0 && (
          <Callout tone="warn" title={t("verify.waitsTitle", { count: waiting })}>
            {t("verify.waitsText")}
          </Callout>
        )}
        {attention > 0 && (
          <Callout
            tone="danger"
            title={`${t("verify.attention")}: ${formatNumber(attention, locale)}`}
            action={<LinkButton href="/changes">{t("verify.changes")}</LinkButton>}
          >
            {t("verify.attentionText")}
          </Callout>
        )}
        {doors.length > 0 && (
          <Card title={t("plan.doors")} padded={false} className="overflow-hidden">
            <SimpleTable
              label={t("plan.doors")}
              rows={doors}
              rowId={(door) => door.id}
              columns={[
                {
                  id: "door",
                  header: t("verify.door"),
                  width: "10rem",
                  cell: (door) => <TwoLines below={door.siteName}>{door.name}</TwoLines>,
                },
                {
                  id: "confirmed",
                  header: t("verify.confirmed"),
                  align: "end",
                  cell: (door) => t("apply.value", { done: door.confirmed, total: allOf(door) }),
                },
                {
                  id: "state",
                  header: t("verify.state"),
                  cell: (door) => <DoorState door={door} />,
                },
              ]}
            />
          </Card>
        )}
      </div>
      <StepFooter>
        <LinkButton href={stepHref(held.id, "result")} variant={working > 0 ? "secondary" : "primary"}>
          {t("verify.result")}
        </LinkButton>
      </StepFooter>
      <ClientMessages>
        <LiveRefresh active={working + waiting > 0} doneText={t("verify.done")} />
      </ClientMessages>
    </>
  );

  function DoorState({ door }: { door: DoorVerification }) {
    if (door.confirmed === allOf(door)) {
      return (
        <span className="flex items-center gap-1.5 text-ok">
          <Icon name="circle-check" size={14} />
          {t("verify.all")}
        </span>
      );
    }
    const parts = [
      door.working > 0 && `${t("verify.working")}: ${formatNumber(door.working, locale)}`,
      door.waiting > 0 && `${t("verify.waiting")}: ${formatNumber(door.waiting, locale)}`,
      door.attention > 0 && `${t("verify.attention")}: ${formatNumber(door.attention, locale)}`,
    ].filter(Boolean);
    return (
      <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span
          className={`flex items-center gap-1.5 ${door.attention > 0 ? "text-danger" : door.waiting > 0 ? "text-warn" : "text-accent"}`}
        >
          <Icon
            name={door.attention > 0 ? "circle-alert" : door.waiting > 0 ? "hourglass" : "send"}
            size={14}
          />
          {parts.join(" · ")}
        </span>
        {door.offlineSince && (
          <span className="text-sm text-muted">
            {t("verify.offline", {
              when: formatDateTime(door.offlineSince.getTime(), locale, door.timeZone),
            })}
          </span>
        )}
      </span>
    );
  }
}

function allOf({ confirmed, working, waiting, attention }: DoorVerification): number {
  return confirmed + working + waiting + attention;
}
