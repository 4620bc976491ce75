"use client";

import type { FieldValues } from "react-hook-form";
import { Input } from "@/components/ui/input";
import { type BoundProps, frameOf } from "./bound-field";
import { Field } from "./field";

type TextKind = "text" | "email" | "tel" | "url" | "date" | "time" | "number" | "password";

export function TextField<Values extends FieldValues>({
  type = "text",
  autoComplete = "off",
  inputMode,
  placeholder,
  maxLength,
  ...props
}: BoundProps<Values> & {
  type?: TextKind;
  autoComplete?: string;
  inputMode?: "text" | "numeric" | "email" | "tel";
  placeholder?: string;
  maxLength?: number;
}) {
  return (
    <Field {...frameOf(props)}>
      {(control) => (
        <Input
          {...control}
          {...props.form.register(props.name)}
          type={type}
          autoComplete={autoComplete}
          inputMode={inputMode}
          placeholder={placeholder}
          maxLength={maxLength}
          disabled={props.disabled}
        />
      )}
    </Field>
  );
}
