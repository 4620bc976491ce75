"use client";

import type { FieldValues } from "react-hook-form";
import { Select, type SelectOption } from "@/components/ui/select";
import { type BoundProps, frameOf } from "./bound-field";
import { Field } from "./field";

export function SelectField<Values extends FieldValues>({
  options,
  placeholder,
  ...props
}: BoundProps<Values> & { options: readonly SelectOption[]; placeholder?: string }) {
  return (
    <Field {...frameOf(props)}>
      {(control) => (
        <Select
          {...control}
          {...props.form.register(props.name)}
          options={options}
          placeholder={placeholder}
          disabled={props.disabled}
        />
      )}
    </Field>
  );
}
