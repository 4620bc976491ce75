"use client";

import { useLocale, useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import { Field, FieldError } from "@/components/form/field";
import { SelectField } from "@/components/form/select-field";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { asSingleWindow } from "@/lib/access/schedule";
import type { TimeWindow } from "@/lib/access/types";
import { clockOf, windowsOf } from "@/lib/schedules/schema";
import { weekdayName } from "@/lib/time/format";
import type { VisitFormApi, VisitOptions } from "./visit-form";

/** When: a schedule that is there already, or days and times typed here. */
export function HoursFields({
  form,
  schedules,
}: {
  form: VisitFormApi;
  schedules: VisitOptions["schedules"];
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("visits.form");
  const hours = useWatch({ control: form.control, name: "hours" });
  const scheduleId = useWatch({ control: form.control, name: "scheduleId" });
  const chosen = schedules.find((one) => one.id === scheduleId);
  return (
    <Card title={t("hours")}>
      <div className="space-y-4">
        <RadioGroup
          legend={t("hours")}
          legendHidden
          options={[
            { value: "schedule", label: t("hoursSchedule"), hint: t("hoursScheduleHint") },
            { value: "own", label: t("hoursOwn"), hint: t("hoursOwnHint") },
          ]}
          {...form.register("hours")}
        />
        {hours === "schedule" ? (
          <>
            <SelectField
              form={form}
              name="scheduleId"
              label={t("schedule")}
              placeholder={t("chooseSchedule")}
              required
              options={schedules.map(({ id, name }) => ({ value: id, label: name }))}
            />
            {chosen && <Week windows={chosen.windows} />}
            {chosen && asSingleWindow(chosen.windows) === null && (
              <Callout tone="warn">{t("twoWindows")}</Callout>
            )}
          </>
        ) : (
          <OwnHours form={form} />
        )}
      </div>
    </Card>
  );
}

function OwnHours({ form }: { form: VisitFormApi }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("visits.form");
  const window = useWatch({ control: form.control, name: "window" });
  const windows = windowsOf([window]);
  return (
    <div className="space-y-4">
      <DayButtons form={form} days={window.days} />
      <Checkbox label={t("allDay")} {...form.register("window.allDay")} />
      {!window.allDay && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Clock form={form} name="window.from" label={t("from")} />
          <Clock form={form} name="window.until" label={t("until")} />
        </div>
      )}
      {windows.length > 0 && <Week windows={windows} />}
    </div>
  );
}

function Week({ windows }: { windows: readonly TimeWindow[] }) {
  const times = useScheduleText()(windows);
  return (
    <div className="space-y-2">
      <WeekStrip windows={windows} size="md" label={times} />
      <p className="tnum text-sm text-muted">{times}</p>
    </div>
  );
}

/** A time of day in 24 hours, put into its one form when the field is left. */
function Clock({
  form,
  name,
  label,
}: {
  form: VisitFormApi;
  name: "window.from" | "window.until";
  label: string;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  return (
    <Field label={label} id={form.fieldId(name)} error={form.errorOf(name)} required>
      {(control) => (
        <Input
          {...control}
          {...form.register(name, {
            onBlur: (event) => form.setValue(name, clockOf(event.target.value), { shouldValidate: true }),
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

function DayButtons({ form, days }: { form: VisitFormApi; days: number }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("visits.form");
  const locale = useLocale();
  const id = form.fieldId("window.days");
  const error = days === 0 ? form.errorOf("window.days") : undefined;
  const toggle = (day: number) =>
    form.setValue("window.days", days ^ (1 << day), { shouldDirty: true, shouldTouch: true });
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0 space-y-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t("weekdays")}</legend>
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
