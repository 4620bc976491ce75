"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { showToast } from "@/components/ui/toast";
import type { Result } from "@/lib/result";

/** Runs an action, says in one line what came of it, and shows the page anew. */
export function useWebhook() {
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  function run(action: () => Promise<Result<null>>, done: string, onEnd = () => {}) {
    startTransition(async () => {
      const result = await action();
      if (result.ok) showToast({ message: done, tone: "ok" });
      else showToast({ message: tErrors(result.refusal.code), tone: "danger" });
      onEnd();
      router.refresh();
    });
  }

  return { run, pending };
}
