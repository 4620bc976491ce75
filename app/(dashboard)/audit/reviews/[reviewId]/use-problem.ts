"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import type { Refusal } from "@/lib/result";

/** Runs something that may be refused or get lost on the way, and says so in words; what was typed stays with its owner. */
export function useProblem() {
  const t = useTranslations();
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function run(work: () => Promise<Refusal | null>) {
    if (pending) return;
    setProblem(null);
    startTransition(async () => {
      try {
        const refusal = await work();
        if (refusal) setProblem(t(`errors.${refusal.code}`, { ...refusal.params }));
      } catch (error) {
        // Redirects and 403s travel as errors; Next must see them.
        if (error instanceof Error && "digest" in error) throw error;
        setProblem(t("common.form.lost"));
      }
    });
  }

  return { problem, pending, run };
}
