"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { showToast } from "@/components/ui/toast";
import { testConnectionAction } from "./actions";

/** Asks Nuki what the token opens and says in one line what came out; the page shows the rest. */
export function useTest(accountId: string) {
  const t = useTranslations("settings.test");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  async function run() {
    const result = await testConnectionAction({ accountId });
    if (!result.ok) {
      const { code } = result.refusal;
      const message = code === "plan_changed" ? t("changed") : tErrors(code);
      showToast({ message, tone: "danger" });
    } else if (result.value.outcome === "unreachable") {
      showToast({ message: t("unreachable", { problem: result.value.problem }), tone: "danger" });
    } else {
      const { outcome } = result.value;
      showToast({ message: t(outcome), tone: outcome === "usable" ? "ok" : "danger" });
    }
    router.refresh();
  }

  return { test: () => startTransition(run), pending };
}
