"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useId, useState, useTransition } from "react";
import { type DefaultValues, type FieldValues, get, type Path, useForm } from "react-hook-form";
import type { z } from "zod";
import type { Refusal, Result } from "@/lib/result";
import { useProblemText } from "./problem-text";

export type FormSchema = z.ZodType<FieldValues, FieldValues>;

interface Options<Schema extends FormSchema, Value> {
  action: (input: z.output<Schema>) => Promise<Result<Value>>;
  schema: Schema;
  defaultValues: DefaultValues<z.input<Schema>>;
  onDone?: (value: Value, input: z.output<Schema>) => void;
  /** True when the refusal was dealt with (a new preview, say) and the summary shall not show it. */
  onRefused?: (refusal: Refusal) => boolean;
}

/**
 * Joins a form, its schema and an action. What the server refuses lands at its field or in the summary; when it cannot
 * be reached at all, that is said too, and what was typed stays.
 */
export function useActionForm<Schema extends FormSchema, Value>({
  action,
  schema,
  defaultValues,
  onDone,
  onRefused,
}: Options<Schema, Value>) {
  // react-hook-form keeps its state outside of React's sight; memoized reads of it would grow stale.
  "use no memo";
  const form = useForm<z.input<Schema>, unknown, z.output<Schema>>({
    resolver: zodResolver(schema),
    defaultValues,
    mode: "onTouched",
    shouldFocusError: false,
  });
  const t = useTranslations();
  const problemText = useProblemText();
  const id = useId();
  const [pending, startTransition] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | "lost" | null>(null);
  const { errors, submitCount } = form.formState;

  async function send(input: z.output<Schema>) {
    setRefusal(null);
    let result: Result<Value>;
    try {
      result = await action(input);
    } catch (error) {
      // Redirects and 403s travel as errors; Next must see them.
      if (error instanceof Error && "digest" in error) throw error;
      setRefusal("lost");
      return;
    }
    if (result.ok) onDone?.(result.value, input);
    else refuse(result.refusal);
  }

  function refuse(refused: Refusal) {
    if (onRefused?.(refused)) return;
    const field = refused.field;
    if (field !== undefined && get(form.getValues(), field) !== undefined) {
      form.setError(field as Path<z.input<Schema>>, {
        type: "server",
        message: t(`errors.${refused.code}`, { ...refused.params }),
      });
    } else setRefusal(refused);
  }

  const submit = form.handleSubmit((input) => {
    if (!pending) startTransition(() => send(input));
  });

  const fieldId = (name: Path<z.input<Schema>>) => `${id}-${name.replaceAll(".", "-")}`;

  return {
    ...form,
    submit,
    pending,
    submitCount,
    errors,
    refusal: refusal === "lost" ? null : refusal,
    /** What concerns no single field, in words. */
    refusalText:
      refusal === null
        ? null
        : refusal === "lost"
          ? t("common.form.lost")
          : t(`errors.${refusal.code}`, { ...refusal.params }),
    errorOf: (name: Path<z.input<Schema>>): string | undefined =>
      problemText(get(errors, name), form.getValues(name)),
    fieldId,
  };
}

/** A form as its fields and its summary see it. */
export interface BoundForm<Values extends FieldValues> {
  register: ReturnType<typeof useForm<Values>>["register"];
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  pending: boolean;
  submitCount: number;
  errors: object;
  refusalText: string | null;
  errorOf: (name: Path<Values>) => string | undefined;
  fieldId: (name: Path<Values>) => string;
}
