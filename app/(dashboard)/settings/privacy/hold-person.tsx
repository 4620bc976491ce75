"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { findPeopleToHoldAction } from "./actions";

interface Person {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

/** One person out of thousands, those who have left included: a box to search in, and the found ones to choose from. */
export function HoldPerson({
  id,
  error,
  onChoose,
}: {
  id: string;
  error: string | undefined;
  onChoose: (id: string) => void;
}) {
  const t = useTranslations("retention.hold");
  const [chosen, setChosen] = useState<Person | null>(null);
  const [found, setFound] = useState<readonly Person[] | null>(null);
  const [, startTransition] = useTransition();
  // The control that had the focus is replaced by another one, which takes it over.
  const [moved, setMoved] = useState(false);
  const asked = useRef("");

  function search(q: string) {
    asked.current = q;
    if (q.trim() === "") return setFound(null);
    startTransition(async () => {
      const result = await findPeopleToHoldAction({ q });
      // Answers may overtake each other; only the latest question counts.
      if (asked.current === q && result.ok) setFound(result.value);
    });
  }

  function choose(person: Person | null) {
    setChosen(person);
    setFound(null);
    setMoved(true);
    onChoose(person?.id ?? "");
  }

  if (chosen) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-line px-3 py-2">
        <p className="min-w-0">
          <span className="sr-only">{t("staffLabel")}: </span>
          <span className="font-medium">{chosen.name}</span>{" "}
          <span className="text-sm text-muted">{chosen.detail}</span>
        </p>
        <Button size="sm" autoFocus={moved} onClick={() => choose(null)}>
          {t("otherStaff")}
        </Button>
      </div>
    );
  }
  return (
    <div className="space-y-3">
      <Field label={t("staffLabel")} hint={t("staffHint")} id={id} error={error} required>
        {(control) => (
          <Input
            {...control}
            type="search"
            autoFocus={moved}
            autoComplete="off"
            placeholder={t("findStaff")}
            onChange={(event) => search(event.target.value)}
            onKeyDown={(event) => {
              // Enter looks for somebody; it must not send the form.
              if (event.key === "Enter") event.preventDefault();
            }}
          />
        )}
      </Field>
      <p role="status" className="text-sm text-muted">
        {found && t("found", { count: found.length })}
      </p>
      {found && found.length > 0 && (
        <ul
          aria-label={t("staffLabel")}
          className="divide-y divide-line overflow-hidden rounded-md border border-line"
        >
          {found.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                onClick={() => choose(person)}
                className="flex min-h-10 w-full flex-wrap items-baseline gap-x-2 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
              >
                <span className="font-medium">{person.name}</span>
                <span className="text-sm text-muted">{person.detail}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
