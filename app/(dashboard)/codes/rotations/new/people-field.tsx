"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import { useWatch } from "react-hook-form";
import { Field } from "@/components/form/field";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { NamedPerson } from "@/lib/rotations/queries";
import { findPeopleAction } from "../actions";
import type { RotationFormApi } from "./rotation-form";

type Person = Pick<NamedPerson, "name" | "detail"> & { readonly id: string };

/** Some people out of thousands: who is chosen stays in sight whatever is searched for next. */
export function PeopleField({ form, people }: { form: RotationFormApi; people: readonly NamedPerson[] }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rotations.form");
  const ids = useWatch({ control: form.control, name: "staffIds" });
  const [known, setKnown] = useState<readonly Person[]>(people);
  const [found, setFound] = useState<readonly Person[] | null>(null);
  const [pending, startTransition] = useTransition();
  const asked = useRef("");
  const box = useRef<HTMLInputElement>(null);
  const chosen = ids.flatMap((id) => known.find((person) => person.id === id) ?? []);
  const rest = (found ?? []).filter((person) => !ids.includes(person.id));

  function search(q: string) {
    asked.current = q;
    if (q.trim() === "") return setFound(null);
    startTransition(async () => {
      const result = await findPeopleAction({ q }).catch(() => null);
      // Answers may overtake each other; only the latest question counts.
      if (asked.current === q && result?.ok) setFound(result.value);
    });
  }

  function choose(next: readonly string[]) {
    form.setValue("staffIds", [...next], { shouldDirty: true, shouldValidate: next.length > 0 });
    // The button that was pressed is gone; whoever works by keyboard goes on in the box.
    box.current?.focus();
  }

  return (
    <div className="space-y-3">
      <Field
        label={t("find")}
        hint={t("findHint")}
        id={form.fieldId("staffIds")}
        error={form.errorOf("staffIds")}
        required
      >
        {(control) => (
          <Input
            {...control}
            ref={box}
            type="search"
            autoComplete="off"
            onChange={(event) => search(event.target.value)}
            onKeyDown={(event) => {
              // Enter looks for somebody; it must not send the form.
              if (event.key === "Enter") event.preventDefault();
            }}
          />
        )}
      </Field>
      <p role="status" className="text-sm text-muted">
        {pending ? t("searching") : found && t("found", { count: found.length })}
      </p>
      {rest.length > 0 && (
        <ul
          aria-label={t("find")}
          className="divide-y divide-line overflow-hidden rounded-md border border-line"
        >
          {rest.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                aria-label={t("add", { name: person.name })}
                onClick={() => {
                  setKnown((before) => [...before.filter((one) => one.id !== person.id), person]);
                  choose([...ids, person.id]);
                }}
                className="flex min-h-10 w-full flex-wrap items-center gap-x-2 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
              >
                <Icon name="plus" size={14} className="text-muted" />
                <span className="font-medium">{person.name}</span>
                <span className="text-sm text-muted">{person.detail}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
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
