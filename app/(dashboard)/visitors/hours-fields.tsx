"use client";

import { useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import { ClockInput } from "@/components/form/clock-input";
import { Field } from "@/components/form/field";
import { SelectField } from "@/components/form/select-field";
import { WeekdayButtons } from "@/components/form/weekday-buttons";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { asSingleWindow } from "@/lib/access/schedule";
import type { TimeWindow } from "@/lib/access/types";
import { clockOf, windowsOf } from "@/lib/schedules/schema";
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
      <WeekdayButtons
        id={form.fieldId("window.days")}
        legend={t("weekdays")}
        days={window.days}
        error={window.days === 0 ? form.errorOf("window.days") : undefined}
        onChange={(days) => form.setValue("window.days", days, { shouldDirty: true, shouldTouch: true })}
      />
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
        <ClockInput
          {...control}
          {...form.register(name, {
            onBlur: (event) => form.setValue(name, clockOf(event.target.value), { shouldValidate: true }),
          })}
        />
      )}
    </Field>
  );
}
