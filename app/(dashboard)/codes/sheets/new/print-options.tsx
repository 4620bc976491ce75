"use client";

import { useTranslations } from "next-intl";
import type { z } from "zod";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import type { BoundForm } from "@/components/form/use-action-form";
import { RadioGroup } from "@/components/ui/radio-group";
import { paperSizes, perPage, type printOptionsSchema, sheetLanguages } from "@/lib/sheets/schema";

type Options = z.input<typeof printOptionsSchema>;

export const optionsOf: Options = {
  paper: "a4",
  perPage: "1",
  language: "own",
  reason: "",
  reprint: "new_code",
  keepReason: "",
};

/** Paper, language, why; and for people with a sheet what becomes of their code. */
export function PrintOptions({ form, reprints }: { form: BoundForm<Options> & Watched; reprints: number }) {
  const t = useTranslations("sheets.issue");
  return (
    <>
      {reprints > 0 && (
        <>
          <RadioGroup
            {...form.register("reprint")}
            legend={t("reprint", { count: reprints })}
            options={[
              { value: "new_code", label: t("newCode"), hint: t("newCodeHint") },
              { value: "keep", label: t("keep"), hint: t("keepHint") },
            ]}
          />
          {form.watch("reprint") === "keep" && (
            <TextField
              form={form}
              name="keepReason"
              label={t("keepReason")}
              hint={t("keepReasonHint")}
              maxLength={200}
              required
            />
          )}
        </>
      )}
      <TextField
        form={form}
        name="reason"
        label={t("reason")}
        hint={t("reasonHint")}
        maxLength={200}
        required
      />
      <div className="grid grid-cols-2 gap-4">
        <SelectField
          form={form}
          name="paper"
          label={t("paper")}
          options={paperSizes.map((value) => ({ value, label: t(`papers.${value}`) }))}
          required
        />
        <SelectField
          form={form}
          name="perPage"
          label={t("perPage")}
          options={perPage.map((value) => ({ value, label: t(`perPages.${value}`) }))}
          required
        />
      </div>
      <SelectField
        form={form}
        name="language"
        label={t("language")}
        options={sheetLanguages.map((value) => ({ value, label: t(`languages.${value}`) }))}
        required
      />
    </>
  );
}

interface Watched {
  watch: (name: "reprint") => Options["reprint"];
}
