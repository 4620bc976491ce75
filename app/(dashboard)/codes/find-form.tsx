"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState, useTransition } from "react";
import { Field } from "@/components/form/field";
import { useStepUp } from "@/components/step-up/use-step-up";
import { Button } from "@/components/ui/button";
import type { FoundCode } from "@/lib/codes/find";
import type { Refusal } from "@/lib/result";
import { findByCodeAction } from "./actions";
import { DigitsInput } from "./digits-input";
import { FoundResult } from "./found-result";
import { isSixDigits } from "./six-digits";

/** Whose code is this? The digits leave the field as soon as the answer is there. */
export function FindForm() {
  const t = useTranslations();
  const { withStepUp, dialog } = useStepUp();
  const input = useRef<HTMLInputElement>(null);
  const [pending, startTransition] = useTransition();
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [found, setFound] = useState<FoundCode | null | undefined>(undefined);

  function submit(event: FormEvent) {
    event.preventDefault();
    const digits = input.current?.value ?? "";
    setFound(undefined);
    if (!isSixDigits(digits)) {
      setProblem(t("codes.problem.digits"));
      input.current?.focus();
      return;
    }
    setProblem(undefined);
    startTransition(async () => {
      const result = await withStepUp(() => findByCodeAction({ digits })).catch(() => null);
      if (result?.ok) {
        setFound(result.value);
        if (input.current) input.current.value = "";
      } else if (result === null) setProblem(t("common.form.lost"));
      else setProblem(textOf(result.refusal));
    });
  }

  function textOf({ code, params }: Refusal): string | undefined {
    if (code === "step_up_required") return undefined;
    const seconds = code === "too_many_attempts" ? Number(params?.waitSeconds) : 0;
    if (seconds > 0) return t("codes.find.wait", { minutes: Math.ceil(seconds / 60) });
    return t(`errors.${code}`, { ...params });
  }

  return (
    <div>
      <form method="post" noValidate onSubmit={submit} className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Field label={t("codes.find.label")} hint={t("codes.find.hint")} error={problem} required>
          {(control) => (
            <div className="flex flex-wrap gap-2">
              <DigitsInput {...control} ref={input} />
              <Button type="submit" variant="primary" icon="search" pending={pending}>
                {t("codes.find.submit")}
              </Button>
            </div>
          )}
        </Field>
      </form>
      <div role="status" className="not-empty:mt-4">
        {found !== undefined && <FoundResult found={found} />}
      </div>
      {dialog}
    </div>
  );
}
