"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import type { Result } from "@/lib/result";

const StepUpDialog = dynamic(() => import("./step-up-dialog").then((module) => module.StepUpDialog), {
  ssr: false,
});

/**
 * Runs what may need the password again: where the server asks for it, the dialog does, and it runs once more. Closed
 * without an answer, the refusal `step_up_required` is the result. `dialog` has to stand somewhere on the page.
 */
export function useStepUp(title?: string): {
  withStepUp<T>(run: () => Promise<Result<T>>): Promise<Result<T>>;
  dialog: ReactNode;
} {
  const [answer, setAnswer] = useState<((given: boolean) => void) | null>(null);

  async function withStepUp<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
    const first = await run();
    if (first.ok || first.refusal.code !== "step_up_required") return first;
    const given = await new Promise<boolean>((resolve) => setAnswer(() => resolve));
    setAnswer(null);
    return given ? run() : first;
  }

  return {
    withStepUp,
    dialog: answer && (
      <StepUpDialog title={title} onDone={() => answer(true)} onClose={() => answer(false)} />
    ),
  };
}
