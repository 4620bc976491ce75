"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import { useWatch } from "react-hook-form";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { findHostsAction } from "./actions";
import type { VisitFormApi } from "./visit-form";

export interface HostOption {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

/** One host out of thousands: a box to search in, and the found ones to choose from. */
export function HostField({ form, host }: { form: VisitFormApi; host: HostOption | null }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("visits.form");
  const chosenId = useWatch({ control: form.control, name: "hostId" });
  const [known, setKnown] = useState<readonly HostOption[]>(host ? [host] : []);
  const [found, setFound] = useState<readonly HostOption[] | null>(null);
  const [pending, startTransition] = useTransition();
  // The control that had the focus is replaced by another one, which takes it over.
  const [moved, setMoved] = useState(false);
  const asked = useRef("");
  const chosen = known.find((one) => one.id === chosenId);

  function search(q: string) {
    asked.current = q;
    if (q.trim() === "") return setFound(null);
    startTransition(async () => {
      const result = await findHostsAction({ q });
      // Answers may overtake each other; only the latest question counts.
      if (asked.current !== q || !result.ok) return;
      setFound(result.value);
      setKnown((before) => [...before.filter((one) => one.id === chosenId), ...result.value]);
    });
  }

  function choose(id: string) {
    form.setValue("hostId", id, { shouldDirty: true, shouldValidate: id !== "" });
    setMoved(true);
  }

  if (chosen) {
    const problem = form.errorOf("hostId");
    return (
      <div>
        <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-line px-3 py-2">
          <p className="min-w-0">
            <span className="sr-only">{t("host")}: </span>
            <span className="font-medium">{chosen.name}</span>{" "}
            <span className="text-sm text-muted">{chosen.detail}</span>
          </p>
          <Button
            size="sm"
            id={form.fieldId("hostId")}
            autoFocus={moved}
            onClick={() => {
              choose("");
              setFound(null);
            }}
          >
            {t("otherHost")}
          </Button>
        </div>
        {problem && <p className="mt-1.5 text-sm text-danger">{problem}</p>}
      </div>
    );
  }
  return (
    <div className="space-y-3">
      <Field
        label={t("host")}
        hint={t("hostHint")}
        id={form.fieldId("hostId")}
        error={form.errorOf("hostId")}
        required
      >
        {(control) => (
          <Input
            {...control}
            type="search"
            autoFocus={moved}
            autoComplete="off"
            placeholder={t("findHost")}
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
      {found && found.length > 0 && (
        <ul
          aria-label={t("host")}
          className="divide-y divide-line overflow-hidden rounded-md border border-line"
        >
          {found.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                onClick={() => choose(one.id)}
                className="flex min-h-10 w-full flex-wrap items-baseline gap-x-2 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
              >
                <span className="font-medium">{one.name}</span>
                <span className="text-sm text-muted">{one.detail}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
