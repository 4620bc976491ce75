"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { showToast } from "@/components/ui/toast";
import { retryChangesAction } from "./actions";

/** The worker takes what was asked for within a second; from then on the page follows by itself. */
const lookAgainMs = [700, 2_000];

/** Asks for changes to be tried again and says what came of it. */
export function useRetry() {
  const t = useTranslations();
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  function retry(changeIds: readonly string[], onDone?: () => void) {
    startTransition(async () => {
      const result = await retryChangesAction({ changeIds: [...changeIds] });
      if (!result.ok) {
        showToast({ message: t(`errors.${result.refusal.code}`), tone: "danger" });
        router.refresh();
        return;
      }
      showToast({ message: t("changes.retried", { count: result.value.count }) });
      onDone?.();
      router.refresh();
      for (const pause of lookAgainMs) setTimeout(() => router.refresh(), pause);
    });
  }

  return { retry, pending };
}
