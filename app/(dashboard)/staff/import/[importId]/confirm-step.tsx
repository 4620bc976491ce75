import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { getPlan } from "@/lib/imports/plan-views";
import { ConfirmForm } from "./confirm-form";
import { PlanHeadline } from "./plan-headline";
import { changesNobody } from "./plan-step";
import { RestNote } from "./rest-note";
import { type StepProps, stepHref } from "./step-params";

const mostNames = 100;

/** Step 5: the plan once more, whoever leaves by name, and the brake. */
export async function ConfirmStep({ actor, held, query }: StepProps) {
  const [{ plan, leavers }, t] = await Promise.all([
    getPlan(actor, held.id, { group: null, offset: 0, limit: 0 }),
    getTranslations("import"),
  ]);
  const isRest = held.state === "paused";
  if (!isRest && changesNobody(plan)) redirect(stepHref(held.id, "plan"));
  const { counts } = plan;
  return (
    <div className="space-y-6">
      <RestNote held={held} query={query} />
      <PlanHeadline plan={plan} />
      {leavers.length > 0 && (
        <Callout tone="danger" title={t("confirm.leavers", { count: leavers.length })}>
          <ul className="mt-1 columns-2xs gap-6 text-ink">
            {leavers.slice(0, mostNames).map(({ staffId, name }) => (
              <li key={staffId}>{name}</li>
            ))}
          </ul>
          {leavers.length > mostNames && (
            <p className="mt-1">{t("confirm.leaversMore", { count: leavers.length - mostNames })}</p>
          )}
        </Callout>
      )}
      {counts.blocked > 0 && (
        <Callout
          tone="warn"
          title={t("confirm.blocked", { count: counts.blocked })}
          action={
            !isRest && (
              <LinkButton href={stepHref(held.id, "check", { show: "errors" })}>
                {t("confirm.fix", { count: counts.blocked })}
              </LinkButton>
            )
          }
        >
          {t("confirm.blockedText")}
        </Callout>
      )}
      <ClientMessages areas={["import"]}>
        <ConfirmForm
          importId={held.id}
          resume={isRest}
          fingerprint={plan.fingerprint}
          brake={plan.brake}
          rows={counts.add + counts.update + counts.suspend + counts.remove + counts.unchanged}
          someBlocked={counts.blocked > 0}
          back={<LinkButton href={stepHref(held.id, "plan")}>{t("confirm.back")}</LinkButton>}
        />
      </ClientMessages>
    </div>
  );
}
