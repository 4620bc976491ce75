"use client";

import { useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import type { RotationOptions } from "@/lib/rotations/queries";
import { isLater, keepsOld, modes, reasons } from "@/lib/rotations/schema";
import type { RotationFormApi } from "./rotation-form";

/** Why, how and when. A compromised code leaves no choice of the last two. */
export function TermsFields({
  form,
  sites,
  nights,
}: {
  form: RotationFormApi;
  sites: RotationOptions["sites"];
  /** The day of the next night's hour, zone by zone. */
  nights: Readonly<Record<string, string>>;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rotations");
  const [reason, mode] = useWatch({ control: form.control, name: ["reason", "mode"] });
  return (
    <>
      <Card title={t("form.why")}>
        <div className="space-y-4">
          <RadioGroup
            legend={t("form.reason")}
            legendHidden
            options={reasons.map((value) => ({
              value,
              label: t(`reason.${value}`),
              hint: t(`reasonHint.${value}`),
            }))}
            {...form.register("reason")}
          />
          <TextareaField form={form} name="note" label={t("form.note")} hint={t("form.noteHint")} rows={2} />
        </div>
      </Card>
      {reason === "compromised" ? (
        <Callout tone="warn" live title={t("form.atOnce")}>
          {t("form.atOnceText")}
        </Callout>
      ) : (
        <>
          <Card title={t("form.how")}>
            <div className="space-y-4">
              <RadioGroup
                legend={t("form.mode")}
                legendHidden
                options={modes.map((value) => ({
                  value,
                  label: t(`mode.${value}`),
                  hint: t(`modeHint.${value}`),
                }))}
                {...form.register("mode")}
              />
              {mode === "seamless" && <KeepFields form={form} />}
            </div>
          </Card>
          <WhenFields form={form} nights={nights} />
          <ZoneField form={form} sites={sites} />
        </>
      )}
    </>
  );
}

function KeepFields({ form }: { form: RotationFormApi }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rotations.form");
  const keep = useWatch({ control: form.control, name: "keep" });
  return (
    <div className="space-y-3">
      <Checkbox label={t("keep")} hint={t("keepHint")} {...form.register("keep")} />
      {keep && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField form={form} name="keepDay" type="date" label={t("keepDay")} required />
          <TextField form={form} name="keepTime" type="time" label={t("keepTime")} required />
        </div>
      )}
    </div>
  );
}

function WhenFields({ form, nights }: { form: RotationFormApi; nights: Readonly<Record<string, string>> }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rotations.form");
  const [when, timeZone] = useWatch({ control: form.control, name: ["when", "timeZone"] });
  const night = nights[timeZone];
  return (
    <Card title={t("when")}>
      <div className="space-y-4">
        <RadioGroup
          legend={t("begins")}
          legendHidden
          options={[
            { value: "now", label: t("now"), hint: t("nowHint") },
            { value: "later", label: t("later"), hint: t("laterHint") },
          ]}
          {...form.register("when")}
        />
        {when === "later" && (
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <TextField form={form} name="day" type="date" label={t("day")} hint={t("timeHint")} required />
            <TextField form={form} name="time" type="time" label={t("time")} required />
            {night && (
              <Button
                size="sm"
                icon="moon"
                className="justify-self-start"
                onClick={() => {
                  form.setValue("day", night, { shouldValidate: true, shouldDirty: true });
                  form.setValue("time", "02:00", { shouldValidate: true, shouldDirty: true });
                }}
              >
                {t("tonight")}
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

/** Which clock the times mean: asked where the sites have different ones, told otherwise. */
function ZoneField({ form, sites }: { form: RotationFormApi; sites: RotationOptions["sites"] }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rotations.form");
  const input = useWatch({ control: form.control, name: ["reason", "when", "mode", "keep", "timeZone"] });
  const [reason, when, mode, keep, timeZone] = input;
  if (!isLater({ reason, when }) && !keepsOld({ reason, mode, keep })) return null;
  const zones = [...Map.groupBy(sites, (site) => site.timeZone)];
  if (zones.length < 2) return <p className="text-muted">{t("zone", { zone: timeZone })}</p>;
  return (
    <SelectField
      form={form}
      name="timeZone"
      label={t("timeZone")}
      required
      options={zones.map(([zone, of]) => ({
        value: zone,
        label: `${zone} (${of.map((site) => site.name).join(", ")})`,
      }))}
    />
  );
}
