import type { ReactNode } from "react";
import type { FieldValues, Path } from "react-hook-form";
import type { BoundForm } from "./use-action-form";

export interface BoundProps<Values extends FieldValues> {
  form: BoundForm<Values>;
  name: Path<Values>;
  label: ReactNode;
  hint?: ReactNode;
  required?: boolean;
  disabled?: boolean;
  className?: string;
}

/** What a bound field hands on to the frame around its control. */
export function frameOf<Values extends FieldValues>(props: BoundProps<Values>) {
  const { form, name, label, hint, required, className } = props;
  return { label, hint, required, className, error: form.errorOf(name), id: form.fieldId(name) };
}
