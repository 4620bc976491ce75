"use client";

import { useTranslations } from "next-intl";
import type { Person } from "@/components/form/found-people";
import { SearchField } from "@/components/form/search-field";
import { useSearch } from "@/components/form/use-search";
import { Checkbox } from "@/components/ui/checkbox";
import { findNonMembersAction } from "../actions";

/** Finds people who are not in the team; who is ticked stays in sight whatever is searched for next. */
export function MemberSearch({
  teamId,
  chosen,
  onChange,
}: {
  teamId: string;
  chosen: readonly Person[];
  onChange: (people: readonly Person[]) => void;
}) {
  const t = useTranslations("teams.detail");
  const search = useSearch((q) => findNonMembersAction({ teamId, q }), 2);
  const isChosen = (person: Person) => chosen.some((one) => one.id === person.id);
  const toggle = (person: Person) =>
    onChange(isChosen(person) ? chosen.filter((one) => one.id !== person.id) : [...chosen, person]);
  const rest = (search.found?.people ?? []).filter((person) => !isChosen(person));
  return (
    <div className="space-y-3">
      <SearchField
        search={search}
        label={t("find")}
        hint={t("findHint")}
        tell={({ people, more }) =>
          people.length === 0
            ? t("noneFound")
            : `${t("found", { count: people.length })} ${more ? t("moreFound") : ""}`
        }
      />
      <fieldset aria-busy={search.isWaiting} className="min-w-0">
        <legend className="mb-2 text-sm font-medium">{t("chosen", { count: chosen.length })}</legend>
        <ul className="divide-y divide-line">
          {[...chosen, ...rest].map((person) => (
            <li key={person.id} className="py-2">
              <Checkbox
                label={person.name}
                hint={person.detail}
                checked={isChosen(person)}
                onChange={() => toggle(person)}
              />
            </li>
          ))}
        </ul>
      </fieldset>
    </div>
  );
}
