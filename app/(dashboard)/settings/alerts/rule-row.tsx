"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState, useTransition } from "react";
import { FieldError } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";
import type { AlertSettings } from "@/lib/alerts/settings";
import { changeAlertRuleAction } from "./actions";

/** One kind of alert: whether it is raised, and from when on. */
export function RuleRow({
  kind,
  enabled,
  threshold,
  limits,
  mayWrite,
}: {
  kind: keyof AlertSettings["rules"];
  enabled: boolean;
  threshold: number | null;
  limits: { unit: "percent" | "minutes" | "hours" | "count"; min: number; max: number } | null;
  mayWrite: boolean;
}) {
  const t = useTranslations("alerts");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const id = useId();
  const [value, setValue] = useState(String(threshold ?? ""));
  const [pending, startTransition] = useTransition();
  const typed = Number(value);
  const isPossible =
    limits === null || (Number.isInteger(typed) && typed >= limits.min && typed <= limits.max);
  const isChanged = limits !== null && value !== String(threshold);

  function save(wanted: boolean) {
    startTransition(async () => {
      const wish = {
        kind,
        enabled: wanted,
        threshold: limits === null ? null : isPossible ? typed : threshold,
      };
      const result = await changeAlertRuleAction(wish);
      if (result.ok) showToast({ message: t("rule.saved", { kind: t(`kind.${kind}`) }), tone: "ok" });
      else showToast({ message: tErrors(result.refusal.code), tone: "danger" });
      router.refresh();
    });
  }

  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3">
      <Checkbox
        className="max-w-lg min-w-0 flex-1 basis-64"
        label={t(`kind.${kind}`)}
        hint={t(`rule.hint.${kind}`)}
        checked={enabled}
        disabled={!mayWrite || pending}
        onChange={(event) => save(event.target.checked)}
      />
      {limits && (
        <form
          className="space-y-1"
          onSubmit={(event) => {
            event.preventDefault();
            if (isPossible && isChanged && !pending) save(enabled);
          }}
        >
          <div className="flex items-center gap-2">
            <label htmlFor={id} className="sr-only">
              {t("rule.threshold", { kind: t(`kind.${kind}`) })}
            </label>
            <Input
              id={id}
              className="tnum w-20"
              inputMode="numeric"
              autoComplete="off"
              value={value}
              disabled={!mayWrite || !enabled}
              aria-invalid={isPossible ? undefined : true}
              aria-describedby={isPossible ? undefined : `${id}-error`}
              onChange={(event) => setValue(event.target.value.trim())}
            />
            <span className="w-20 text-muted">{t(`rule.unit.${limits.unit}`)}</span>
            {isChanged && (
              <Button type="submit" size="sm" variant="primary" pending={pending} disabled={!isPossible}>
                {t("rule.save")}
              </Button>
            )}
          </div>
          <FieldError
            id={`${id}-error`}
            text={isPossible || limits === null ? undefined : t("rule.range", limits)}
          />
        </form>
      )}
    </li>
  );
}
