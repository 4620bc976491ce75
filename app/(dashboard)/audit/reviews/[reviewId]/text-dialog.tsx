"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Field } from "@/components/form/field";
import { useProblem } from "@/components/form/use-problem";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/textarea";
import type { Refusal } from "@/lib/result";

/** Asks for some words; what was typed stays while it could not be sent. */
export function TextDialog({
  open = true,
  title,
  description,
  label,
  hint,
  text: first = "",
  required = false,
  confirmLabel,
  danger = false,
  send,
  onClose,
  children,
}: {
  open?: boolean;
  title: string;
  description?: string;
  label: string;
  hint?: string;
  text?: string;
  required?: boolean;
  confirmLabel: string;
  danger?: boolean;
  send: (text: string) => Promise<Refusal | null>;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations("common");
  const [text, setText] = useState(first);
  const { problem, pending, run } = useProblem();
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={title}
      description={description}
      locked={pending}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant={danger ? "danger" : "primary"}
            pending={pending}
            disabled={required && text.trim() === ""}
            onClick={() => run(() => send(text))}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {children}
        <Field label={label} hint={hint} required={required}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={500}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {problem && (
          <Callout tone="danger" live>
            {problem}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
