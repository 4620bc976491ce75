"use client";

import { useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import { SelectField } from "@/components/form/select-field";
import { Card } from "@/components/ui/card";
import { RadioGroup } from "@/components/ui/radio-group";
import type { RuleOptions } from "@/lib/rules/queries";
import { PersonField } from "./person-field";
import type { RuleFormApi } from "./rule-form";

/** Whom the rule is about: a team, or one person. */
export function SubjectFields({
  form,
  teams,
  person,
}: {
  form: RuleFormApi;
  teams: RuleOptions["teams"];
  person: { id: string; name: string; detail: string } | null;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rules.form");
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
          <PersonField form={form} person={person} />
        )}
      </div>
    </Card>
  );
}
