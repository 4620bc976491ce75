"use client";

import { useTranslations } from "next-intl";
import { useId, useRef, useState, useTransition } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { findNonMembersAction } from "../actions";

export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly department: string;
}

const pauseMs = 200;

/** Finds people who are not in the team; who is ticked stays in sight whatever is searched for next. */
export function MemberSearch({
  teamId,
  chosen,
  onChange,
}: {
  teamId: string;
  chosen: readonly FoundPerson[];
  onChange: (people: readonly FoundPerson[]) => void;
}) {
  const t = useTranslations("teams.detail");
  const tErrors = useTranslations("errors");
  const id = useId();
  const [found, setFound] = useState<readonly FoundPerson[] | null>(null);
  const [note, setNote] = useState(t("findHint"));
  const [pending, startTransition] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef("");

  function search(q: string) {
    latest.current = q;
    clearTimeout(timer.current);
    if (q.trim().length < 2) {
      setFound(null);
      setNote(t("findHint"));
      return;
    }
    timer.current = setTimeout(() => {
      startTransition(async () => {
        const result = await findNonMembersAction({ teamId, q }).catch(() => null);
        // An answer that was overtaken by more typing is of no interest.
        if (latest.current !== q) return;
        if (!result?.ok) {
          setNote(tErrors(result?.refusal.code ?? "unexpected"));
          return;
        }
        const { people, more } = result.value;
        setFound(people);
        const count = t("found", { count: people.length });
        setNote(people.length === 0 ? t("noneFound") : more ? `${count} ${t("moreFound")}` : count);
      });
    }, pauseMs);
  }

  const isChosen = (person: FoundPerson) => chosen.some((one) => one.id === person.id);
  const toggle = (person: FoundPerson) =>
    onChange(isChosen(person) ? chosen.filter((one) => one.id !== person.id) : [...chosen, person]);
  const rest = (found ?? []).filter((person) => !isChosen(person));
  return (
    <div className="space-y-4">
      <div className="space-y-1.5">
        <Label htmlFor={id}>{t("find")}</Label>
        <Input
          id={id}
          type="search"
          autoComplete="off"
          aria-describedby={`${id}-note`}
          onChange={(event) => search(event.target.value)}
        />
        <p id={`${id}-note`} role="status" className="text-sm text-muted">
          {note}
        </p>
      </div>
      <fieldset aria-busy={pending} className="min-w-0">
        <legend className="mb-2 text-sm font-medium">{t("chosen", { count: chosen.length })}</legend>
        <ul className="divide-y divide-line">
          {[...chosen, ...rest].map((person) => (
            <li key={person.id} className="py-2">
              <Checkbox
                label={person.name}
                hint={[person.department, person.email].filter(Boolean).join(" · ")}
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
