"use client";

import type { FieldValues } from "react-hook-form";
import { Textarea } from "@/components/ui/textarea";
import { type BoundProps, frameOf } from "./bound-field";
import { Field } from "./field";

export function TextareaField<Values extends FieldValues>({
  rows,
  ...props
}: BoundProps<Values> & { rows?: number }) {
  return (
    <Field {...frameOf(props)}>
      {(control) => (
        <Textarea {...control} {...props.form.register(props.name)} rows={rows} disabled={props.disabled} />
      )}
    </Field>
  );
}
