"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useProblem } from "@/components/form/use-problem";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { showToast } from "@/components/ui/toast";
import { keepUsedAction } from "../actions";

/** Keeps all that nobody decided about and that was used; what was decided stays. */
export function KeepUsed({ reviewId, count, days }: { reviewId: string; count: number; days: number }) {
  const t = useTranslations("reviews.detail");
  const router = useRouter();
  const { problem, pending, run } = useProblem();

  function keep() {
    run(async () => {
      const result = await keepUsedAction({ reviewId });
      if (!result.ok) return result.refusal;
      showToast({ message: t("keptUsed", { count: result.value.decided }) });
      router.refresh();
      return null;
    });
  }

  return (
    <div className="space-y-2">
      <Button icon="check" pending={pending} onClick={keep} title={t("keepUsedHint", { days })}>
        {t("keepUsed", { count })}
      </Button>
      {problem && (
        <Callout tone="danger" live>
          {problem}
        </Callout>
      )}
    </div>
  );
}
