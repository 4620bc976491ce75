"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useWatch } from "react-hook-form";
import { Form } from "@/components/form/form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { RadioGroup } from "@/components/ui/radio-group";
import { showToast } from "@/components/ui/toast";
import { type ReviewFormValues, reviewSchema, reviewScopes } from "@/lib/reviews/schema";
import type { ReviewOptions } from "@/lib/reviews/scope";
import { countScopeAction, createReviewAction } from "../actions";

type Api = ReturnType<typeof useActionForm<typeof reviewSchema, { reviewId: string; rows: number }>>;

/** More than this nobody decides in one sitting. */
const manyRows = 500;
const idOf = { device: "deviceId", area: "areaId", site: "siteId", team: "teamId" } as const;

/** What it is about, and until when; how many rows that makes is told before it is made. */
export function ReviewForm({
  values,
  options,
  quarter,
}: {
  values: ReviewFormValues;
  options: ReviewOptions;
  quarter: string;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("reviews");
  const router = useRouter();
  const form = useActionForm<typeof reviewSchema, { reviewId: string; rows: number }>({
    action: createReviewAction,
    schema: reviewSchema,
    defaultValues: values,
    onDone: ({ reviewId, rows }) => {
      showToast({ message: t("form.created", { count: rows }) });
      router.push(`/audit/reviews/${reviewId}`);
    },
  });
  const scope = useWatch({ control: form.control, name: "scope" });
  const chosen = useWatch({ control: form.control, name: idOf[scope] });
  const count = useRowCount(scope, chosen);
  const named = options[scope].find((option) => option.id === chosen)?.name;

  // As long as nobody has typed a name of their own.
  const filled = useRef("");
  useEffect(() => {
    if (!named || ![filled.current, ""].includes(form.getValues("name"))) return;
    filled.current = t("form.prefilled", { what: named, quarter });
    form.setValue("name", filled.current);
  }, [named, quarter, form.getValues, form.setValue, t]);

  const labels = {
    ...Object.fromEntries(reviewScopes.map((one) => [idOf[one], t(`scope.${one}`)])),
    name: t("form.name"),
    unusedDays: t("form.unusedDays"),
    dueDay: t("form.dueDay"),
  };
  return (
    <Form form={form} labels={labels} className="max-w-3xl space-y-6">
      <Card title={t("form.what")}>
        <div className="space-y-4">
          <RadioGroup
            legend={t("form.scope")}
            legendHidden
            options={reviewScopes.map((value) => ({
              value,
              label: t(`scope.${value}`),
              hint: t(`form.${value}Hint`),
            }))}
            {...form.register("scope")}
          />
          <SelectField
            key={scope}
            form={form}
            name={idOf[scope]}
            label={t(`scope.${scope}`)}
            placeholder={t("form.choose")}
            required
            options={options[scope].map(({ id, name, siteName }) => ({
              value: id,
              label: siteName ? t("form.doorOption", { name, site: siteName }) : name,
            }))}
          />
          <p role="status" className={count === 0 ? "text-warn" : "text-muted"}>
            {chosen !== "" && (count === null ? t("form.counting") : t("form.rows", { count }))}
          </p>
          {count !== null && count > manyRows && <Callout tone="warn">{t("form.many")}</Callout>}
        </div>
      </Card>
      <TermsFields form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={form.pending} disabled={count === 0}>
          {t("form.create")}
        </Button>
      </div>
    </Form>
  );
}

function TermsFields({ form }: { form: Api }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("reviews.form");
  return (
    <Card title={t("terms")}>
      <div className="space-y-4">
        <TextField form={form} name="name" label={t("name")} hint={t("nameHint")} required maxLength={120} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            form={form}
            name="unusedDays"
            inputMode="numeric"
            label={t("unusedDays")}
            hint={t("unusedDaysHint")}
            required
          />
          <TextField form={form} name="dueDay" type="date" label={t("dueDay")} hint={t("dueDayHint")} />
        </div>
      </div>
    </Card>
  );
}

/** How many rows it would have; null while nobody knows. */
function useRowCount(scope: keyof typeof idOf, chosen: string): number | null {
  const [count, setCount] = useState<{ key: string; rows: number | null }>({ key: "", rows: null });
  const key = `${scope} ${chosen}`;
  useEffect(() => {
    if (chosen === "") return;
    let isCurrent = true;
    const none = { deviceId: "", areaId: "", siteId: "", teamId: "" };
    countScopeAction({ ...none, scope, [idOf[scope]]: chosen })
      .then((result) => {
        if (isCurrent) setCount({ key, rows: result.ok ? result.value : null });
      })
      // Without the figure the form works as well; making the review tells what stands in the way.
      .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [scope, chosen, key]);
  return count.key === key ? count.rows : null;
}
