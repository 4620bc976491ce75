"use client";

import { useTranslations } from "next-intl";
import { useId, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { findCodeOwnersAction } from "../actions";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

/** One person out of thousands: a box to search in, and the found ones to choose from. */
export function OwnerSearch({
  chosen,
  onChoose,
}: {
  chosen: Person | null;
  onChoose: (person: Person | null) => void;
}) {
  const t = useTranslations("keypads.adopt");
  const id = useId();
  const [found, setFound] = useState<readonly Person[] | null>(null);
  const [pending, startTransition] = useTransition();
  // The control that had the focus is replaced by another one, which takes it over.
  const [moved, setMoved] = useState(false);
  const asked = useRef("");

  function search(q: string) {
    asked.current = q;
    if (q.trim() === "") return setFound(null);
    startTransition(async () => {
      const result = await findCodeOwnersAction({ q }).catch(() => null);
      // Answers may overtake each other; only the latest question counts.
      if (asked.current === q && result?.ok) setFound(result.value);
    });
  }

  function choose(person: Person | null) {
    setMoved(true);
    setFound(null);
    onChoose(person);
  }

  if (chosen) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-line px-3 py-2">
        <p className="min-w-0">
          <span className="sr-only">{t("find")}: </span>
          <span className="font-medium">{chosen.name}</span>{" "}
          <span className="text-sm text-muted">{chosen.detail}</span>
        </p>
        <Button size="sm" autoFocus={moved} onClick={() => choose(null)}>
          {t("other")}
        </Button>
      </div>
    );
  }
  return (
    <div className="space-y-2">
      <div className="space-y-1.5">
        <Label htmlFor={id}>{t("find")}</Label>
        <Input
          id={id}
          type="search"
          autoFocus={moved}
          autoComplete="off"
          aria-describedby={`${id}-note`}
          onChange={(event) => search(event.target.value)}
        />
      </div>
      <p id={`${id}-note`} role="status" className="text-sm text-muted">
        {pending ? t("searching") : found ? t("found", { count: found.length }) : t("findHint")}
      </p>
      {found && found.length > 0 && (
        <ul
          aria-label={t("find")}
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
