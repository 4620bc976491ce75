"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Input } from "@/components/ui/input";
import { confirmImportAction, resumeImportAction } from "../actions";
import { StepFooter } from "./step-footer";

/** The button that does it; where unusually many would lose access, the number has to be typed first. */
export function ConfirmForm({
  importId,
  resume,
  fingerprint,
  brake,
  rows,
  someBlocked,
  back,
}: {
  importId: string;
  /** The import was paused: this is about what is left of it. */
  resume: boolean;
  fingerprint: string;
  brake: number | null;
  rows: number;
  someBlocked: boolean;
  back: ReactNode;
}) {
  const t = useTranslations("import.confirm");
  const tErrors = useTranslations("errors");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const [problem, setProblem] = useState("");
  const [pending, startTransition] = useTransition();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (pending) return;
    if (brake !== null && typed.trim() !== String(brake)) {
      setWrong(true);
      document.getElementById("import-brake")?.focus();
      return;
    }
    setProblem("");
    startTransition(async () => {
      try {
        const result = await (resume ? resumeImportAction : confirmImportAction)({
          importId,
          seen: fingerprint,
          typed: brake,
        });
        if (result.ok) router.push(`/staff/import/${importId}` as Route);
        else if (result.refusal.code === "plan_changed") {
          router.replace(`/staff/import/${importId}?step=confirm&changed=1` as Route);
          router.refresh();
        } else setProblem(tErrors(result.refusal.code));
      } catch {
        setProblem(tCommon("form.lost"));
      }
    });
  }

  function label(): string {
    if (resume) return brake === null ? t("resume") : t("resumeAndRemove", { count: brake });
    if (brake !== null) return t("andRemove", { count: brake });
    return t(someBlocked ? "good" : "all", { count: rows });
  }

  return (
    <form onSubmit={submit} noValidate>
      {problem && (
        <Callout tone="danger" live className="mb-4">
          {problem}
        </Callout>
      )}
      {brake !== null && (
        <Callout tone="danger" title={t("brake", { count: brake })} className="mb-4">
          <p>{t("brakeText")}</p>
          <Field
            id="import-brake"
            label={t("typed")}
            required
            error={wrong ? t("typedWrong", { count: brake }) : undefined}
            className="mt-3 max-w-72 text-ink"
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                value={typed}
                onChange={(event) => {
                  setTyped(event.target.value);
                  setWrong(false);
                }}
              />
            )}
          </Field>
        </Callout>
      )}
      <p className="text-muted">{t("safe")}</p>
      <StepFooter back={back}>
        <Button type="submit" variant={brake === null ? "primary" : "danger"} pending={pending}>
          {label()}
        </Button>
      </StepFooter>
    </form>
  );
}
