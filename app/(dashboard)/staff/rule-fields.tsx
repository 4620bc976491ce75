"use client";

import { useTranslations } from "next-intl";
import { useFieldArray, useWatch } from "react-hook-form";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import { FieldError } from "@/components/form/field";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import type { StaffOptions } from "@/lib/staff/queries";
import type { StaffFormApi } from "./staff-form";

const emptyRule = {
  areaId: "",
  scheduleId: "",
  app: false,
  keypad: true,
  remote: false,
  firstDay: "",
  lastDay: "",
};

/** A person's own rules: area, schedule, how, and from when until when. */
export function RuleFields({ form, options }: { form: StaffFormApi; options: StaffOptions }) {
  const t = useTranslations("staff.form");
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "rules" });
  if (options.areas.length === 0 || options.schedules.length === 0) {
    return <p className="text-muted">{t("noAreas")}</p>;
  }
  return (
    <div id={form.fieldId("rules")} className="space-y-4">
      {fields.length === 0 && <p className="text-muted">{t("noRules")}</p>}
      {fields.map((field, index) => (
        <RuleFieldset
          key={field.id}
          form={form}
          index={index}
          options={options}
          onRemove={() => remove(index)}
        />
      ))}
      <Button icon="plus" onClick={() => append(emptyRule)}>
        {t("addRule")}
      </Button>
    </div>
  );
}

function RuleFieldset({
  form,
  index,
  options,
  onRemove,
}: {
  form: StaffFormApi;
  index: number;
  options: StaffOptions;
  onRemove: () => void;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("staff.form");
  const number = index + 1;
  const kindProblem = form.errorOf(`rules.${index}.keypad`);
  const kindId = form.fieldId(`rules.${index}.keypad`);
  return (
    <fieldset className="relative min-w-0 rounded-lg border border-line p-4">
      <legend className="px-1 text-sm font-medium">{t("rule", { number })}</legend>
      <div className="absolute -top-3 right-2 bg-surface">
        <IconButton icon="trash-2" label={t("removeRule", { number })} onClick={onRemove} />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          form={form}
          name={`rules.${index}.areaId`}
          label={t("area")}
          placeholder={t("chooseArea")}
          required
          options={options.areas.map((area) => ({
            value: area.id,
            label: t("areaOption", { name: area.name, count: area.doors }),
          }))}
        />
        <div className="space-y-2">
          <SelectField
            form={form}
            name={`rules.${index}.scheduleId`}
            label={t("schedule")}
            placeholder={t("chooseSchedule")}
            required
            options={options.schedules.map((schedule) => ({ value: schedule.id, label: schedule.name }))}
          />
          <ChosenWeek form={form} index={index} schedules={options.schedules} />
        </div>
        <fieldset id={kindId} aria-describedby={kindProblem ? `${kindId}-error` : undefined}>
          <legend className="mb-1.5 text-sm font-medium">{t("means")}</legend>
          <div className="space-y-2">
            <Checkbox label={t("keypad")} {...form.register(`rules.${index}.keypad`)} />
            <Checkbox label={t("app")} {...form.register(`rules.${index}.app`)} />
            <Checkbox label={t("remote")} {...form.register(`rules.${index}.remote`)} />
            <FieldError id={`${kindId}-error`} text={kindProblem} />
          </div>
        </fieldset>
        <div className="grid content-start gap-4">
          <TextField form={form} name={`rules.${index}.firstDay`} type="date" label={t("from")} />
          <TextField form={form} name={`rules.${index}.lastDay`} type="date" label={t("until")} />
        </div>
      </div>
    </fieldset>
  );
}

function ChosenWeek({
  form,
  index,
  schedules,
}: {
  form: StaffFormApi;
  index: number;
  schedules: StaffOptions["schedules"];
}) {
  const text = useScheduleText();
  const id = useWatch({ control: form.control, name: `rules.${index}.scheduleId` });
  const schedule = schedules.find((one) => one.id === id);
  if (!schedule) return null;
  return <WeekStrip windows={schedule.windows} label={text(schedule.windows)} />;
}
