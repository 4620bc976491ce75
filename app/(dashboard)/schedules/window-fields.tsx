"use client";

import { useTranslations } from "next-intl";
import { useFieldArray, useWatch } from "react-hook-form";
import { ClockInput } from "@/components/form/clock-input";
import { Field, FieldError } from "@/components/form/field";
import { WeekdayButtons } from "@/components/form/weekday-buttons";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { windowProblem } from "@/lib/access/schedule";
import { clockOf, newWindow, windowOf } from "@/lib/schedules/schema";
import { parseMinute } from "@/lib/time/minutes";
import { ALL_DAYS } from "@/lib/time/weekdays";
import type { ScheduleFormApi } from "./schedule-form";

/** The windows of a schedule, one block each: days, from, until. */
export function WindowFields({ form }: { form: ScheduleFormApi }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("schedules.form");
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "windows" });
  const add = () => {
    // The days that nothing covers yet are what is likely meant.
    const covered = form.getValues("windows").reduce((days, window) => days | window.days, 0);
    append({ ...newWindow, days: ALL_DAYS & ~covered });
  };
  return (
    <Card title={t("windows")} description={t("windowsHint")}>
      <div id={form.fieldId("windows")} tabIndex={-1} className="space-y-4">
        {fields.map((field, index) => (
          <WindowBlock
            key={field.id}
            form={form}
            index={index}
            onRemove={fields.length > 1 ? () => remove(index) : null}
          />
        ))}
        <FieldError id={`${form.fieldId("windows")}-error`} text={form.errorOf("windows")} />
        <Button icon="plus" onClick={add}>
          {t("addWindow")}
        </Button>
      </div>
    </Card>
  );
}

function WindowBlock({
  form,
  index,
  onRemove,
}: {
  form: ScheduleFormApi;
  index: number;
  onRemove: (() => void) | null;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("schedules");
  const number = index + 1;
  const typed = useWatch({ control: form.control, name: `windows.${index}` });
  const path = `windows.${index}` as const;
  const problem = windowProblem(windowOf(typed));
  return (
    <fieldset className="relative min-w-0 rounded-lg border border-line p-4">
      <legend className="px-1 text-sm font-medium">{t("form.window", { number })}</legend>
      {onRemove && (
        <div className="absolute -top-3 right-2 bg-surface">
          <IconButton icon="trash-2" label={t("form.removeWindow", { number })} onClick={onRemove} />
        </div>
      )}
      <div className="space-y-4">
        <WeekdayButtons
          id={form.fieldId(`${path}.days`)}
          legend={t("form.days")}
          days={typed.days}
          error={typed.days === 0 ? form.errorOf(`${path}.days`) : undefined}
          onChange={(days) => form.setValue(`${path}.days`, days, { shouldDirty: true, shouldTouch: true })}
        />
        <Checkbox label={t("form.allDay")} {...form.register(`${path}.allDay`)} />
        {!typed.allDay && (
          <div className="grid gap-4 sm:grid-cols-2">
            <ClockField form={form} index={index} name="from" label={t("form.from")} />
            <ClockField
              form={form}
              index={index}
              name="until"
              label={t("form.until")}
              hint={t("form.untilHint")}
              problem={problem === "past_midnight" ? t("problem.past_midnight") : undefined}
            />
          </div>
        )}
      </div>
    </fieldset>
  );
}

/** A time of day in 24 hours, whatever the browser's language; it is put into its one form when the field is left. */
function ClockField({
  form,
  index,
  name,
  label,
  hint,
  problem,
}: {
  form: ScheduleFormApi;
  index: number;
  name: "from" | "until";
  label: string;
  hint?: string;
  /** Known while it is typed, from both times together. */
  problem?: string;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const path = `windows.${index}.${name}` as const;
  const typed = form.getValues(path) ?? "";
  const isTime = parseMinute(clockOf(typed)) !== null;
  return (
    <Field
      label={label}
      hint={hint}
      id={form.fieldId(path)}
      error={problem ?? (isTime ? undefined : form.errorOf(path))}
      required
    >
      {(control) => (
        <ClockInput
          {...control}
          {...form.register(path, {
            onBlur: (event) => form.setValue(path, clockOf(event.target.value), { shouldValidate: true }),
          })}
        />
      )}
    </Field>
  );
}
