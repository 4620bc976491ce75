"use client";

import { useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import { SelectField } from "@/components/form/select-field";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { asSingleWindow } from "@/lib/access/schedule";
import type { RuleOptions } from "@/lib/rules/queries";
import type { RuleFormApi } from "./rule-form";

/** Where and when. */
export function PlaceFields({ form, options }: { form: RuleFormApi; options: RuleOptions }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rules.form");
  return (
    <Card title={t("place")}>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField
          form={form}
          name="areaId"
          label={t("area")}
          placeholder={t("chooseArea")}
          required
          options={options.areas.map((area) => ({
            value: area.id,
            label: t("areaOption", { name: area.name, count: area.doors }),
          }))}
        />
        <div className="space-y-3">
          <SelectField
            form={form}
            name="scheduleId"
            label={t("schedule")}
            placeholder={t("chooseSchedule")}
            required
            options={options.schedules.map((schedule) => ({ value: schedule.id, label: schedule.name }))}
          />
          <ChosenWeek form={form} schedules={options.schedules} />
        </div>
      </div>
    </Card>
  );
}

function ChosenWeek({ form, schedules }: { form: RuleFormApi; schedules: RuleOptions["schedules"] }) {
  const t = useTranslations("rules.form");
  const text = useScheduleText();
  const id = useWatch({ control: form.control, name: "scheduleId" });
  const schedule = schedules.find((one) => one.id === id);
  if (!schedule) return null;
  const times = text(schedule.windows);
  return (
    <div className="space-y-2">
      <WeekStrip windows={schedule.windows} size="md" label={times} />
      <p className="tnum text-sm text-muted">{times}</p>
      {asSingleWindow(schedule.windows) === null && <Callout tone="warn">{t("twoWindows")}</Callout>}
    </div>
  );
}
