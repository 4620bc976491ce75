"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { MaskedCode } from "@/components/access/masked-code";
import { useStepUp } from "@/components/step-up/use-step-up";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { copyCodeAction, revealCodeAction } from "../../codes/actions";

/** Shows the code for a moment, or puts it into the clipboard unseen; both after the password. */
export function CodeCardSecret({ staffId, label }: { staffId: string; label: string }) {
  const t = useTranslations();
  const { withStepUp, dialog } = useStepUp();
  const [pending, startTransition] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);

  function copy() {
    setProblem(null);
    startTransition(async () => {
      const result = await withStepUp(() => copyCodeAction({ staffId })).catch(() => null);
      if (result?.ok) {
        try {
          await navigator.clipboard.writeText(result.value);
          showToast({ message: t("codes.card.copied") });
        } catch {
          setProblem(t("codes.card.noClipboard"));
        }
      } else if (result === null) setProblem(t("common.form.lost"));
      else if (result.refusal.code !== "step_up_required") setProblem(t(`errors.${result.refusal.code}`));
    });
  }

  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <MaskedCode label={label} reveal={() => withStepUp(() => revealCodeAction({ staffId }))} />
      <Button
        size="sm"
        variant="ghost"
        icon="copy"
        pending={pending}
        aria-label={t("codes.card.copyOf", { label })}
        onClick={copy}
      >
        {t("common.copy")}
      </Button>
      {problem && (
        <span role="alert" className="text-sm text-danger">
          {problem}
        </span>
      )}
      {dialog}
    </div>
  );
}
