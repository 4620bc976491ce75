"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/form/field";
import { Checkbox } from "@/components/ui/checkbox";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { SettingField } from "./setting-fields";

/** The control of one setting, with what should be known before it is moved. */
export function SettingControl({
  id,
  field,
  value,
  wrong,
  onChange,
}: {
  id: string;
  field: SettingField;
  value: string | boolean;
  wrong: boolean;
  onChange: (value: string | boolean) => void;
}) {
  const t = useTranslations("doorSettings.sheet");
  const { label, caution, control, pending } = field;
  const hint = pending ? t("pending") : field.hint;
  return (
    <div>
      {control.type === "flag" ? (
        <Checkbox
          id={id}
          label={label}
          hint={hint}
          checked={value === true}
          disabled={pending}
          onChange={(event) => onChange(event.target.checked)}
        />
      ) : (
        <Field
          id={id}
          label={label}
          hint={hint}
          required
          error={wrong && control.type === "number" ? t("range", control) : undefined}
        >
          {(props) =>
            control.type === "choice" ? (
              <Select
                {...props}
                options={control.options}
                value={String(value)}
                disabled={pending}
                onChange={(event) => onChange(event.target.value)}
              />
            ) : (
              <Input
                {...props}
                inputMode="numeric"
                autoComplete="off"
                className="max-w-32"
                value={String(value)}
                disabled={pending}
                onChange={(event) => onChange(event.target.value.trim())}
              />
            )
          }
        </Field>
      )}
      {caution && (
        <p className="mt-1.5 flex items-start gap-1.5 text-sm text-warn">
          <Icon name="triangle-alert" size={14} className="mt-0.5 shrink-0" />
          {caution}
        </p>
      )}
    </div>
  );
}
