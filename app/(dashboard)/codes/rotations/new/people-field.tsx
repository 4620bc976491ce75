"use client";

import { useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import { FoundPeople, type Person } from "@/components/form/found-people";
import { SearchField } from "@/components/form/search-field";
import { useSearch } from "@/components/form/use-search";
import { IconButton } from "@/components/ui/icon-button";
import { findPeopleAction } from "../actions";
import type { RotationFormApi } from "./rotation-form";

/** Some people out of thousands: who is chosen stays in sight whatever is searched for next. */
export function PeopleField({
  form,
  known,
  onFound,
}: {
  form: RotationFormApi;
  /** The people chosen so far are among them. */
  known: readonly Person[];
  onFound: (person: Person) => void;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rotations.form");
  const ids = useWatch({ control: form.control, name: "staffIds" });
  const search = useSearch((q) => findPeopleAction({ q }));
  const chosen = ids.flatMap((id) => known.find((person) => person.id === id) ?? []);

  function choose(next: readonly string[]) {
    form.setValue("staffIds", [...next], { shouldDirty: true, shouldValidate: next.length > 0 });
    // The button that was pressed is gone; whoever works by keyboard goes on in the box.
    search.box.current?.focus();
  }

  return (
    <div className="space-y-3">
      <SearchField
        search={search}
        tell={(people) => t("found", { count: people.length })}
        label={t("find")}
        hint={t("findHint")}
        id={form.fieldId("staffIds")}
        error={form.errorOf("staffIds")}
      />
      <FoundPeople
        label={t("find")}
        people={(search.found ?? []).filter((person) => !ids.includes(person.id))}
        addLabel={({ name }) => t("add", { name })}
        onChoose={(person) => {
          onFound(person);
          choose([...ids, person.id]);
        }}
      />
      <div>
        <h3 className="mb-1.5 text-sm font-medium">{t("chosen", { count: chosen.length })}</h3>
        <ul className="flex flex-wrap gap-2">
          {chosen.map((person) => (
            <li
              key={person.id}
              className="inline-flex items-center gap-1 rounded-md border border-line bg-surface pl-3"
            >
              {person.name}
              <IconButton
                icon="x"
                label={t("drop", { name: person.name })}
                onClick={() => choose(ids.filter((id) => id !== person.id))}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
