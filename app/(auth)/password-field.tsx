"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FieldValues } from "react-hook-form";
import { type BoundProps, frameOf } from "@/components/form/bound-field";
import { Field } from "@/components/form/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";

/** A password that can be looked at before it is sent. */
export function PasswordField<Values extends FieldValues>({
  autoComplete,
  ...props
}: BoundProps<Values> & { autoComplete: "current-password" | "new-password" }) {
  const t = useTranslations("auth.password");
  const [shown, setShown] = useState(false);
  return (
    <Field {...frameOf(props)} required>
      {(control) => (
        <div className="relative">
          <Input
            {...control}
            {...props.form.register(props.name)}
            type={shown ? "text" : "password"}
            autoComplete={autoComplete}
            autoCapitalize="none"
            spellCheck={false}
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
