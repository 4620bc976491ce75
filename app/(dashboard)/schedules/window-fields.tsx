"use client";

import { useLocale, useTranslations } from "next-intl";
import { useFieldArray, useWatch } from "react-hook-form";
import { Field, FieldError } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { windowProblem } from "@/lib/access/schedule";
import { clockOf, newWindow, windowOf } from "@/lib/schedules/schema";
import { weekdayName } from "@/lib/time/format";
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
        <DayToggles form={form} index={index} days={typed.days} />
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
        <Input
          {...control}
          {...form.register(path, {
            onBlur: (event) => form.setValue(path, clockOf(event.target.value), { shouldValidate: true }),
          })}
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          placeholder="09:00"
          className="tnum"
        />
      )}
    </Field>
  );
}

const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;

function DayToggles({ form, index, days }: { form: ScheduleFormApi; index: number; days: number }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("schedules.form");
  const locale = useLocale();
  const path = `windows.${index}.days` as const;
  const id = form.fieldId(path);
  const error = days === 0 ? form.errorOf(path) : undefined;
  const toggle = (day: number) =>
    form.setValue(path, days ^ (1 << day), { shouldDirty: true, shouldTouch: true });
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0 space-y-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t("days")}</legend>
      <div className="flex flex-wrap gap-1">
        {weekdays.map((day) => {
          const isOn = (days & (1 << day)) !== 0;
          return (
            <button
              key={day}
              type="button"
              id={day === 0 ? id : undefined}
              aria-pressed={isOn}
              title={weekdayName(day, locale, "long")}
              onClick={() => toggle(day)}
              className={`min-h-8 min-w-10 rounded-md border px-2 font-medium transition-colors pointer-coarse:min-h-10 ${
                isOn
                  ? "border-transparent bg-accent-solid text-white"
                  : "border-line-strong bg-surface text-muted hover:bg-hover hover:text-ink"
              }`}
            >
              {weekdayName(day, locale)}
            </button>
          );
        })}
      </div>
      <FieldError id={`${id}-error`} text={error} />
    </fieldset>
  );
}
