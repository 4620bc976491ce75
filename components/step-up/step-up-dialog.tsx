"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { Refusal } from "@/lib/result";
import { submitStepUp } from "./submit-step-up";

/** Asks for the password again before something is shown or done that a screen left unlocked must not give away. */
export function StepUpDialog({
  title,
  onDone,
  onClose,
}: {
  /** What it is asked for, where the page says it; else a sentence that always fits. */
  title?: string;
  onDone: () => void;
  onClose: () => void;
}) {
  const t = useTranslations("common.stepUp");
  const problemText = useProblemText();
  const formId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);

  // The dialog's own choice would be its first button, which closes it.
  useEffect(() => input.current?.focus(), []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    // Dialogs are children of the page's forms as React sees it.
    event.stopPropagation();
    const password = input.current?.value ?? "";
    if (pending || password === "") return;
    setPending(true);
    const result = await submitStepUp(password).catch(() => null);
    setPending(false);
    if (result?.ok) onDone();
    else {
      setProblem(problemText(result?.refusal ?? null));
      input.current?.focus();
      input.current?.select();
    }
  }

  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={title ?? t("title")}
      description={t("text")}
      locked={pending}
      footer={
        <>
          <CancelButton onClick={onClose} />
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form id={formId} method="post" noValidate onSubmit={submit}>
        <Field label={t("password")} error={problem} required>
          {(control) => (
            <Input {...control} ref={input} name="password" type="password" autoComplete="current-password" />
          )}
        </Field>
        <span role="alert" className="sr-only">
          {problem}
        </span>
      </form>
    </Dialog>
  );
}

function CancelButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations("common");
  return <Button onClick={onClick}>{t("cancel")}</Button>;
}

function useProblemText() {
  const t = useTranslations();
  return (refusal: Refusal | null) => {
    if (refusal === null) return t("common.form.lost");
    const seconds = refusal.code === "too_many_attempts" ? Number(refusal.params?.waitSeconds) : 0;
    if (seconds > 0) return t("common.stepUp.wait", { minutes: Math.ceil(seconds / 60) });
    return t(`errors.${refusal.code}`, { ...refusal.params });
  };
}
