"use client";

import { useState } from "react";
import type { DefaultValues } from "react-hook-form";
import type { z } from "zod";
import { type FormSchema, useActionForm } from "@/components/form/use-action-form";
import type { Result } from "@/lib/result";
import type { ReviewPreview } from "./use-review";

/**
 * A form whose button asks what it would do: that is shown, on top of the page. It is stale when somebody else has
 * changed meanwhile what it is about.
 */
export function useReviewForm<Schema extends FormSchema>({
  preview,
  show,
  schema,
  defaultValues,
}: {
  preview: (input: z.output<Schema>) => Promise<Result<ReviewPreview>>;
  show: (input: z.output<Schema>, found: ReviewPreview) => void;
  schema: Schema;
  defaultValues: DefaultValues<z.input<Schema>>;
}) {
  const [stale, setStale] = useState(false);
  const form = useActionForm<Schema, ReviewPreview>({
    action: preview,
    schema,
    defaultValues,
    onDone: (found, input) => {
      setStale(false);
      show(input, found);
      window.scrollTo({ top: 0 });
    },
    onRefused: ({ code }) => {
      // Only an edit of somebody else can make a preview say so.
      if (code === "plan_changed") setStale(true);
      return code === "plan_changed";
    },
  });
  return { form, stale };
}
