import type { Route } from "next";
import Form from "next/form";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import type { People } from "@/lib/sheets/people";

/** Three ways to say who gets a sheet; each leads to an address that says it too. */
export function ChoosePeople({
  people,
  teams,
  isOpen,
}: {
  people: People;
  teams: readonly { id: string; name: string }[];
  isOpen: boolean;
}) {
  const t = useTranslations("sheets.choose");
  return (
    <Card>
      <details open={isOpen}>
        <summary className="min-h-6 cursor-pointer font-semibold">{t("title")}</summary>
        <div className="mt-4 grid gap-4 lg:grid-cols-3">
          <Way label={t("name")}>
            {(id) => (
              <Input id={id} type="search" name="q" defaultValue={people.q} maxLength={200} required />
            )}
          </Way>
          {teams.length > 0 && (
            <Way label={t("team")}>
              {(id) => (
                <Select
                  id={id}
                  name="team"
                  defaultValue={people.team}
                  placeholder={t("teamChoose")}
                  required
                  className="flex-1"
                  options={teams.map(({ id: value, name }) => ({ value, label: name }))}
                />
              )}
            </Way>
          )}
          <Way label={t("starting")}>
            {(id) => <Input id={id} type="date" name="starting" defaultValue={people.starting} required />}
          </Way>
        </div>
      </details>
    </Card>
  );
}

function Way({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const t = useTranslations("sheets.choose");
  const id = useId();
  return (
    <Form action={"/codes/sheets/new" as Route} className="min-w-0 space-y-1.5">
      <Label htmlFor={id}>{label}</Label>
      <div className="flex gap-2">
        {children(id)}
        <Button type="submit" aria-label={t("showOf", { what: label })}>
          {t("show")}
        </Button>
      </div>
    </Form>
  );
}
