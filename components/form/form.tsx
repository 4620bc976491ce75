"use client";

import type { ReactNode } from "react";
import type { FieldValues, Path } from "react-hook-form";
import { ErrorSummary, type SummaryItem } from "./error-summary";
import type { BoundForm } from "./use-action-form";

/** The form element with its summary on top; `labels` are the names that the summary uses for the fields. */
export function Form<Values extends FieldValues>({
  form,
  labels = {},
  className = "space-y-4",
  children,
}: {
  form: BoundForm<Values>;
  labels?: Partial<Record<Path<Values>, string>>;
  className?: string;
  children: ReactNode;
}) {
  const fields = pathsOf(form.errors).map((name): SummaryItem => {
    const path = name as Path<Values>;
    return {
      fieldId: form.fieldId(path),
      label: labels[path] ?? null,
      text: form.errorOf(path) ?? "",
    };
  });
  const own = form.refusalText === null ? [] : [{ fieldId: null, label: null, text: form.refusalText }];
  // While a person fills the form in, problems stay at their fields; the summary answers an attempt.
  const items = form.submitCount > 0 && !form.pending ? [...own, ...fields.filter((item) => item.text)] : [];
  return (
    <form noValidate onSubmit={form.submit} className={className}>
      <ErrorSummary items={items} attempt={`${form.submitCount}${form.refusalText ?? ""}`} />
      {children}
    </form>
  );
}

/** `windows.0.days` for each error, however deep react-hook-form keeps it. */
function pathsOf(errors: object, prefix = ""): string[] {
  return Object.entries(errors).flatMap(([key, value]): string[] => {
    if (key === "ref" || key === "types" || value === null || typeof value !== "object") return [];
    if (key === "root") return prefix ? [prefix.slice(0, -1)] : [];
    if ("type" in value && typeof value.type === "string") return [prefix + key];
    return pathsOf(value, `${prefix}${key}.`);
  });
}
