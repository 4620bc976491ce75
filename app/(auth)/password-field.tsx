"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { FieldValues, Path } from "react-hook-form";
import { Field } from "@/components/form/field";
import type { BoundForm } from "@/components/form/use-action-form";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";

/** A password that can be looked at before it is sent. */
export function PasswordField<Values extends FieldValues>({
  form,
  name,
  label,
  hint,
  autoComplete,
}: {
  form: BoundForm<Values>;
  name: Path<Values>;
  label: string;
  hint?: ReactNode;
  autoComplete: "current-password" | "new-password";
}) {
  const t = useTranslations("auth.password");
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={form.errorOf(name)} id={form.fieldId(name)} required>
      {(control) => (
        <div className="relative">
          <Input
            {...control}
            {...form.register(name)}
            type={shown ? "text" : "password"}
            autoComplete={autoComplete}
            spellCheck={false}
            autoCapitalize="none"
            className="pr-11"
          />
          <IconButton
            icon={shown ? "eye-off" : "eye"}
            label={shown ? t("hide") : t("show")}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 right-0"
          />
        </div>
      )}
    </Field>
  );
}
