import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { ErrorCode } from "@/lib/errors";
import type { Refusal } from "@/lib/result";
import { StepUpButton } from "./step-up-button";

const reasons: Partial<Record<ErrorCode, "stepUp" | "expired" | "notReady" | "notFound">> = {
  step_up_required: "stepUp",
  link_expired: "expired",
  sheet_not_ready: "notReady",
  sheet_state: "notReady",
  not_found: "notFound",
};

/** Why the sheets stay closed, and what to do now. */
export async function Refused({ refusal }: { refusal: Refusal }) {
  const t = await getTranslations();
  const reason = reasons[refusal.code];
  const title = t(`sheets.paper.refused.${reason ?? "other"}.title`);
  return (
    <main className="flex min-h-[80dvh] flex-col justify-center">
      <h1 className="sr-only">{title}</h1>
      <EmptyState
        icon="lock"
        title={title}
        action={
          <>
            {reason === "stepUp" ? (
              <StepUpButton label={t("sheets.paper.refused.stepUp.action")} />
            ) : (
              <LinkButton href="/codes/sheets/new" variant="primary" icon="printer">
                {t("sheets.paper.refused.again")}
              </LinkButton>
            )}
            <LinkButton href="/codes/sheets">{t("sheets.paper.back")}</LinkButton>
          </>
        }
      >
        {reason
          ? t(`sheets.paper.refused.${reason}.text`)
          : t(`errors.${refusal.code}`, { ...refusal.params })}
      </EmptyState>
    </main>
  );
}
