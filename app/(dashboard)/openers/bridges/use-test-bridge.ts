"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { showToast } from "@/components/ui/toast";
import { testBridgeAction } from "../actions";

/** Reads a bridge now and says in one line what came out; the page shows the rest. */
export function useTestBridge() {
  const t = useTranslations("openers");
  const tErrors = useTranslations("errors");
  const tForm = useTranslations("common.form");
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  async function run(bridgeId: string) {
    try {
      const result = await testBridgeAction({ bridgeId });
      if (!result.ok) showToast({ message: tErrors(result.refusal.code), tone: "danger" });
      else if (result.value.problem) {
        showToast({ message: t(`problemText.${result.value.problem}`), tone: "danger" });
      } else showToast({ message: t("bridge.tested") });
    } catch (error) {
      // Redirects and 403s travel as errors; Next must see them.
      if (error instanceof Error && "digest" in error) throw error;
      showToast({ message: tForm("lost"), tone: "danger" });
    }
    router.refresh();
  }

  return { test: (bridgeId: string) => startTransition(() => run(bridgeId)), pending };
}
