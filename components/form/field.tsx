"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Icon } from "@/components/ui/icon";
import { Label } from "@/components/ui/label";

export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

/** Label above, hint below, the problem beside them; the control gets the ids that tie them together. */
export function Field({
  label,
  hint,
  error,
  required = false,
  id: givenId,
  className = "",
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  id?: string;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}) {
  const t = useTranslations("common");
  const ownId = useId();
  const id = givenId ?? ownId;
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={`space-y-1.5 ${className}`}>
      <Label htmlFor={id}>
        {label}
        {!required && <span className="font-normal text-muted"> ({t("optional")})</span>}
      </Label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": required || undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} text={error} />
    </div>
  );
}

export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm text-danger">
      <Icon name="circle-alert" size={14} className="mt-0.5" />
      {text}
    </p>
  );
}
