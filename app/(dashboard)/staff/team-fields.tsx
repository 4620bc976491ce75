"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import type { StaffOptions } from "@/lib/staff/queries";
import type { StaffFormApi } from "./staff-form";

const manyTeams = 12;

/** The teams as boxes to tick; with many of them a box to find one. Ticked ones stay in sight. */
export function TeamFields({ form, teams }: { form: StaffFormApi; teams: StaffOptions["teams"] }) {
  "use no memo"; // react-hook-form keeps its state outside of React's sight
  const t = useTranslations("staff.form");
  const [wanted, setWanted] = useState("");
  if (teams.length === 0) return <p className="text-muted">{t("noTeams")}</p>;
  const chosen = form.getValues("teamIds");
  const isShown = ({ id, name }: { id: string; name: string }) =>
    wanted === "" || chosen.includes(id) || name.toLowerCase().includes(wanted.toLowerCase());
  return (
    <fieldset id={form.fieldId("teamIds")} className="space-y-3">
      <legend className="sr-only">{t("teams")}</legend>
      {teams.length > manyTeams && (
        <Input
          type="search"
          aria-label={t("findTeam")}
          placeholder={t("findTeam")}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          className="max-w-64"
        />
      )}
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
        {teams.map((team) => (
          <div key={team.id} hidden={!isShown(team)}>
            <Checkbox label={team.name} value={team.id} {...form.register("teamIds")} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
