"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import type { Person } from "@/components/form/found-people";
import { SelectField } from "@/components/form/select-field";
import { Card } from "@/components/ui/card";
import { RadioGroup } from "@/components/ui/radio-group";
import type { RotationOptions } from "@/lib/rotations/queries";
import { scopeKinds } from "@/lib/rotations/schema";
import { PeopleField } from "./people-field";
import type { RotationFormApi } from "./rotation-form";

/** People by name, a team, a door, or everybody. */
export function WhoFields({
  form,
  options,
  people,
}: {
  form: RotationFormApi;
  options: RotationOptions;
  people: readonly Person[];
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rotations.form");
  // Kept here, so that whoever was chosen is still known by name after a look at the other kinds.
  const [known, setKnown] = useState(people);
  const kind = useWatch({ control: form.control, name: "kind" });
  return (
    <Card title={t("who")}>
      <div className="space-y-4">
        <RadioGroup
          legend={t("kind")}
          legendHidden
          options={scopeKinds.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))}
          {...form.register("kind")}
        />
        {kind === "staff" && (
          <PeopleField form={form} known={known} onFound={(person) => setKnown([...known, person])} />
        )}
        {kind === "team" && (
          <SelectField
            form={form}
            name="teamId"
            label={t("team")}
            placeholder={t("chooseTeam")}
            required
            options={options.teams.map((team) => ({
              value: team.id,
              label: t("teamOption", { name: team.name, count: team.people }),
            }))}
          />
        )}
        {kind === "door" && (
          <SelectField
            form={form}
            name="deviceId"
            label={t("door")}
            placeholder={t("chooseDoor")}
            required
            options={options.doors.map((door) => ({
              value: door.id,
              label: t("doorOption", { name: door.name, site: door.siteName }),
            }))}
          />
        )}
      </div>
    </Card>
  );
}
