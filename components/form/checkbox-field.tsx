"use client";

import type { FieldValues } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import type { BoundProps } from "./bound-field";
import { FieldError } from "./field";

export function CheckboxField<Values extends FieldValues>({
  form,
  name,
  label,
  hint,
  disabled,
  className,
}: BoundProps<Values>) {
  const id = form.fieldId(name);
  const error = form.errorOf(name);
  return (
    <div className={className}>
      <Checkbox
        {...form.register(name)}
        id={id}
        label={label}
        hint={hint}
        disabled={disabled}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
      />
      <FieldError id={`${id}-error`} text={error} />
    </div>
  );
}
