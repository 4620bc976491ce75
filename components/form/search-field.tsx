"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "./field";
import type { Search } from "./use-search";

/** A box to search in, and below it in words how the search stands. */
export function SearchField<Found>({
  search,
  tell,
  label,
  hint,
  placeholder,
  autoFocus,
  id,
  error,
}: {
  search: Search<Found>;
  /** What was found, in words. */
  tell: (found: Found) => string;
  label: string;
  hint?: string;
  placeholder?: string;
  autoFocus?: boolean;
  id?: string;
  error?: string;
}) {
  const t = useTranslations("common");
  const { isWaiting, problem, found, box, ask, now } = search;

  return (
    <>
      <Field label={label} hint={hint} id={id} error={error} required>
        {(control) => (
          <Input
            {...control}
            ref={box}
            type="search"
            autoFocus={autoFocus}
            autoComplete="off"
            placeholder={placeholder}
            onChange={(event) => ask(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              // Enter looks for somebody; it must not send the form.
              event.preventDefault();
              now();
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className={`text-sm ${problem ? "text-danger" : "text-muted"}`}>
          {isWaiting ? t("table.looking") : (problem ?? (found !== null && tell(found)))}
        </p>
        {problem && (
          <Button
            size="sm"
            onClick={() => {
              // The button is about to go; whoever works by keyboard goes on in the box.
              box.current?.focus();
              now();
            }}
          >
            {t("retry")}
          </Button>
        )}
      </div>
    </>
  );
}
