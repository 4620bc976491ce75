"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Sheet } from "@/components/ui/sheet";
import { showToast } from "@/components/ui/toast";
import type { Result } from "@/lib/result";
import { changeSettingsAction } from "../actions";
import { SettingControl } from "./setting-control";
import type { SettingField } from "./setting-fields";

type Typed = Record<string, string | boolean>;

const keyOf = ({ part, member }: SettingField) => `${part}.${member}`;
const typedOf = ({ value }: SettingField) => (typeof value === "boolean" ? value : String(value));

/** Edits the settings of one group; only what differs is sent, together with the value that was seen. */
export function SettingsSheet({
  deviceId,
  title,
  fields,
  away,
  onClose,
}: {
  deviceId: string;
  title: string;
  fields: readonly SettingField[];
  /** The device cannot be reached now. */
  away: boolean;
  onClose: () => void;
}) {
  const t = useTranslations();
  const router = useRouter();
  const formId = useId();
  const [pending, startTransition] = useTransition();
  // What was seen when the sheet was opened; the page behind it may move on.
  const [seen] = useState(fields);
  const [typed, setTyped] = useState<Typed>(() =>
    Object.fromEntries(fields.map((f) => [keyOf(f), typedOf(f)])),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const changed = seen.filter((field) => typed[keyOf(field)] !== typedOf(field));
  const isWrong = (field: SettingField) => isOutside(field, typed[keyOf(field)] ?? "");

  function submit(event: FormEvent) {
    event.preventDefault();
    const wrong = seen.find(isWrong);
    if (wrong) return document.getElementById(`${formId}-${keyOf(wrong)}`)?.focus();
    if (changed.length === 0) return setProblem(t("doorSettings.sheet.nothing"));
    startTransition(async () => {
      const changes = changed.map((field) => ({
        part: field.part,
        member: field.member,
        before: field.value,
        after: wishOf(field, typed[keyOf(field)] ?? ""),
      }));
      let result: Result<{ changed: number }>;
      try {
        result = await changeSettingsAction({ deviceId, changes });
      } catch {
        return setProblem(t("common.form.lost"));
      }
      if (!result.ok) {
        setProblem(t(`errors.${result.refusal.code}`));
        return router.refresh();
      }
      showToast({ message: t("doorSettings.sheet.done", { count: result.value.changed }) });
      onClose();
      router.refresh();
    });
  }

  return (
    <Sheet
      open
      title={title}
      locked={pending}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            {t("doorSettings.sheet.save", { count: changed.length })}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="space-y-5">
        {problem && (
          <Callout tone="danger" live>
            {problem}
          </Callout>
        )}
        {seen.map((field) => (
          <SettingControl
            key={keyOf(field)}
            id={`${formId}-${keyOf(field)}`}
            field={field}
            value={typed[keyOf(field)] ?? ""}
            wrong={isWrong(field)}
            onChange={(value) => {
              setProblem(null);
              setTyped((before) => ({ ...before, [keyOf(field)]: value }));
            }}
          />
        ))}
        <Callout tone={away ? "warn" : "info"}>
          {t(away ? "doorSettings.sheet.away" : "doorSettings.sheet.consequence")}
        </Callout>
      </form>
    </Sheet>
  );
}

function isOutside({ control, value }: SettingField, typed: string | boolean): boolean {
  if (control.type !== "number" || typed === String(value)) return false;
  if (typeof typed !== "string" || !/^\d{1,6}$/.test(typed)) return true;
  return Number(typed) < control.min || Number(typed) > control.max;
}

function wishOf({ control }: SettingField, typed: string | boolean): boolean | number {
  return control.type === "flag" ? typed === true : Number(typed);
}
