import { getLocale, getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/live-refresh";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { formatDateTime } from "@/lib/time/format";
import { PauseButton } from "./pause-button";
import { StepFooter } from "./step-footer";
import { type StepProps, stepHref } from "./step-params";

/** Step 6: the job's progress, out of its row: closing the page or starting the server anew loses nothing. */
export async function ApplyStep({ held }: StepProps) {
  const [t, locale] = await Promise.all([getTranslations("import"), getLocale()]);
  const { state, rowsDone, rowsTotal, counts } = held;
  const failed = counts.failed ?? 0;
  const isActive = state === "queued" || state === "running";
  const known = state === "queued" || state === "running" || state === "paused" ? state : "applied";
  return (
    <>
      <div className="space-y-4">
        <Card>
          <ProgressBar
            label={t("apply.title")}
            value={rowsDone}
            max={rowsTotal}
            valueText={t("apply.value", { done: rowsDone, total: rowsTotal })}
            tone={state === "applied" ? "ok" : state === "paused" ? "warn" : "accent"}
          />
          <p role="status" className="mt-3 text-muted">
            {t(`apply.${known}`)}
          </p>
          {held.finishedAt && (
            <p className="tnum mt-1 text-sm text-muted">
              {t("result.finished", {
                when: formatDateTime(held.finishedAt.getTime(), locale, held.timeZone),
              })}
            </p>
          )}
        </Card>
        {failed > 0 && <Callout tone="warn" title={t("apply.failed", { count: failed })} live />}
      </div>
      <ClientMessages areas={["import"]}>
        <StepFooter>
          {state === "applied" ? (
            <LinkButton href={stepHref(held.id, "verify")} variant="primary">
              {t("apply.verify")}
            </LinkButton>
          ) : (
            <PauseButton importId={held.id} paused={state === "paused"} />
          )}
        </StepFooter>
        <LiveRefresh active={isActive} doneText={t("apply.done")} quiet={state === "paused"} polls />
      </ClientMessages>
    </>
  );
}
