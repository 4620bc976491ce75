"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { FieldValues, Path } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Form } from "./form";
import type { BoundForm } from "./use-action-form";

/** A form in a dialog of its own, which is open as long as it is there and cannot be left while it is sent. */
export function FormDialog<Values extends FieldValues>({
  form,
  labels,
  title,
  description,
  size,
  submitLabel,
  danger = false,
  pending = form.pending,
  onClose,
  beside,
  children,
}: {
  form: BoundForm<Values>;
  labels: Partial<Record<Path<Values>, string>>;
  title: string;
  description?: string;
  size?: "sm" | "md" | "lg";
  submitLabel: string;
  danger?: boolean;
  /** Where more than the form is waited for. */
  pending?: boolean;
  onClose: () => void;
  /** What opens above the form, such as the question for the password. */
  beside?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <Dialog
      open
      size={size}
      title={title}
      description={description}
      locked={pending}
      onOpenChange={(open) => !open && onClose()}
    >
      <Form form={form} labels={labels}>
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} disabled={pending}>
            {t("cancel")}
          </Button>
          <Button type="submit" variant={danger ? "danger" : "primary"} pending={pending}>
            {submitLabel}
          </Button>
        </div>
      </Form>
      {beside}
    </Dialog>
  );
}
