"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Result } from "@/lib/result";
import { FieldError } from "./field";
import { FoundPeople, type Person } from "./found-people";
import { SearchField } from "./search-field";
import { useSearch } from "./use-search";

/** One person out of thousands: a box to search in, and the found ones to choose from. */
export function PersonPicker({
  chosen,
  onChoose,
  find,
  id: givenId,
  error,
  label,
  hint,
  placeholder,
  otherLabel,
  tell,
}: {
  chosen: Person | null;
  onChoose: (person: Person | null) => void;
  /** A server action. */
  find: (input: { q: string }) => Promise<Result<readonly Person[]>>;
  id?: string;
  error?: string;
  label: string;
  hint?: string;
  placeholder?: string;
  /** The button that goes back to searching. */
  otherLabel: string;
  /** How many were found, in words. */
  tell: (count: number) => string;
}) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const search = useSearch((q) => find({ q }));
  // The control that had the focus is replaced by another one, which takes it over.
  const [moved, setMoved] = useState(false);

  function choose(person: Person | null) {
    setMoved(true);
    search.clear();
    onChoose(person);
  }

  if (chosen) {
    return (
      <div className="space-y-1.5">
        <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-line px-3 py-2">
          <p className="min-w-0">
            <span className="sr-only">{label}: </span>
            <span className="font-medium">{chosen.name}</span>{" "}
            <span className="text-sm text-muted">{chosen.detail}</span>
          </p>
          <Button
            id={id}
            size="sm"
            autoFocus={moved}
            aria-describedby={error ? `${id}-error` : undefined}
            onClick={() => choose(null)}
          >
            {otherLabel}
          </Button>
        </div>
        <FieldError id={`${id}-error`} text={error} />
      </div>
    );
  }
  return (
    <div className="space-y-3">
      <SearchField
        search={search}
        tell={(people) => tell(people.length)}
        autoFocus={moved}
        {...{ id, error, label, hint, placeholder }}
      />
      <FoundPeople label={label} people={search.found ?? []} onChoose={choose} />
    </div>
  );
}
