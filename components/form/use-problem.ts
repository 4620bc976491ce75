"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import type { Refusal } from "@/lib/result";

/**
 * Runs something that may be refused or get lost on the way, and says so in words; what was typed stays with its owner.
 */
export function useProblem() {
  const t = useTranslations();
  const [failure, setFailure] = useState<Refusal | "lost" | null>(null);
  const [pending, startTransition] = useTransition();

  function run(work: () => Promise<Refusal | null>) {
    if (pending) return;
    setFailure(null);
    startTransition(async () => {
      try {
        setFailure(await work());
      } catch (error) {
        // Redirects and 403s travel as errors; Next must see them.
        if (error instanceof Error && "digest" in error) throw error;
        setFailure("lost");
      }
    });
  }

  const refusal = failure === "lost" ? null : failure;
  const lost = failure === "lost" ? t("common.form.lost") : null;
  return {
    problem: refusal ? t(`errors.${refusal.code}`, { ...refusal.params }) : lost,
    refusal,
    pending,
    run,
  };
}
