"use client";

import { useTranslations } from "next-intl";
import { FieldError } from "@/components/form/field";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import type { RuleFormApi } from "./rule-form";

/** How people open: with a code, with the app, from afar. */
export function MeansFields({ form }: { form: RuleFormApi }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rules.form");
  const problems = { keypad: form.errorOf("keypad"), remote: form.errorOf("remote") };
  const box = (name: "keypad" | "app" | "remote") => ({ id: form.fieldId(name), ...form.register(name) });
  const described = (name: "keypad" | "remote") =>
    problems[name]
      ? { "aria-describedby": `${form.fieldId(name)}-error`, "aria-invalid": true as const }
      : {};
  return (
    <Card title={t("means")}>
      <div className="space-y-3">
        <Checkbox label={t("keypad")} hint={t("keypadHint")} {...described("keypad")} {...box("keypad")} />
        <Checkbox label={t("app")} hint={t("appHint")} {...box("app")} />
        <Checkbox label={t("remote")} hint={t("remoteHint")} {...described("remote")} {...box("remote")} />
        <FieldError id={`${form.fieldId("keypad")}-error`} text={problems.keypad} />
        <FieldError id={`${form.fieldId("remote")}-error`} text={problems.remote} />
      </div>
    </Card>
  );
}
