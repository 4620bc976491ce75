"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import type { Person } from "@/components/form/found-people";
import { PersonPicker } from "@/components/form/person-picker";
import { SelectField } from "@/components/form/select-field";
import { Card } from "@/components/ui/card";
import { RadioGroup } from "@/components/ui/radio-group";
import type { RuleOptions } from "@/lib/rules/queries";
import { findPeopleAction } from "./actions";
import type { RuleFormApi } from "./rule-form";

/** Whom the rule is about: a team, or one person. */
export function SubjectFields({
  form,
  teams,
  person: first,
}: {
  form: RuleFormApi;
  teams: RuleOptions["teams"];
  person: Person | null;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rules.form");
  const [person, setPerson] = useState(first);
  const subject = useWatch({ control: form.control, name: "subject" });
  return (
    <Card title={t("subject")}>
      <div className="space-y-4">
        <RadioGroup
          legend={t("subject")}
          legendHidden
          options={[
            { value: "team", label: t("subjectTeam"), hint: t("subjectTeamHint") },
            { value: "staff", label: t("subjectStaff"), hint: t("subjectStaffHint") },
          ]}
          {...form.register("subject")}
        />
        {subject === "team" ? (
          <SelectField
            form={form}
            name="teamId"
            label={t("team")}
            placeholder={t("chooseTeam")}
            required
            options={teams.map((team) => ({
              value: team.id,
              label: t("teamOption", { name: team.name, count: team.people }),
            }))}
          />
        ) : (
          <PersonPicker
            id={form.fieldId("staffId")}
            error={form.errorOf("staffId")}
            label={t("person")}
            hint={t("personHint")}
            placeholder={t("findPerson")}
            otherLabel={t("otherPerson")}
            find={findPeopleAction}
            tell={(count) => t("found", { count })}
            chosen={person}
            onChoose={(next) => {
              setPerson(next);
              form.setValue("staffId", next?.id ?? "", { shouldDirty: true, shouldValidate: next !== null });
            }}
          />
        )}
      </div>
    </Card>
  );
}
