"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useId, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Label } from "@/components/ui/label";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { FileLanguage, ImportField } from "@/lib/import/fields";
import type { Ask } from "@/lib/import/rows";
import { ignoredColumn, type MappingInput } from "@/lib/imports/schema";
import { mapColumnsAction } from "../actions";
import { ColumnList, type ColumnView } from "./column-list";
import { datesOf } from "./date-example";
import { StepFooter } from "./step-footer";

type Choices = Omit<MappingInput, "importId" | "mapping">;

/** Columns, open questions and defaults: one form, one button. */
export function MappingForm({
  importId,
  columns,
  fields,
  asks,
  schedules,
  remembered,
  unknown,
  initial,
}: {
  importId: string;
  columns: readonly ColumnView[];
  fields: readonly ImportField[];
  asks: readonly Ask[];
  schedules: readonly { id: string; name: string }[];
  remembered: boolean;
  unknown: readonly string[];
  initial: Choices;
}) {
  const t = useTranslations("import.map");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const id = useId();
  const summary = useRef<HTMLDivElement>(null);
  const [mapping, setMapping] = useState<string[]>(() => columns.map(({ field }) => field ?? ignoredColumn));
  const [choices, setChoices] = useState(initial);
  const [problem, setProblem] = useState("");
  const [pending, startTransition] = useTransition();
  const change = (part: Partial<Choices>) => setChoices((before) => ({ ...before, ...part }));

  const used = mapping.filter((field) => field !== ignoredColumn);
  const twice = used.filter((field, index) => used.indexOf(field) !== index);
  const named = used.some((field) => field.endsWith("_name"));
  const open = asks.some((ask) =>
    ask.kind === "date_order" ? choices.dateOrder === null : choices.language === null,
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    const found =
      twice.length > 0 ? t("columns.twice") : !named ? t("columns.noName") : open ? t("ask.needed") : "";
    setProblem(found);
    if (found) {
      // The words are there only after this has been drawn.
      requestAnimationFrame(() => summary.current?.focus());
      return;
    }
    startTransition(async () => {
      const result = await mapColumnsAction({ importId, mapping, ...choices });
      if (result.ok) router.push(`/staff/import/${importId}?step=check` as Route);
      else setProblem(tErrors(result.refusal.code));
    });
  }

  return (
    <form onSubmit={submit} className="space-y-6" noValidate>
      {problem && (
        <div ref={summary} tabIndex={-1}>
          <Callout tone="danger" live>
            {problem}
          </Callout>
        </div>
      )}
      {asks.length > 0 && (
        <Card title={t("ask.title")}>
          <div className="space-y-4">
            {asks.map((ask) => (
              <Question key={ask.kind} ask={ask} choices={choices} change={change} />
            ))}
          </div>
        </Card>
      )}
      <Card
        title={t("columns.title")}
        description={remembered ? t("remembered") : t("columns.description")}
        padded={false}
        className="overflow-hidden"
      >
        {unknown.length > 0 && (
          <div className="border-b border-line px-4 py-3">
            <Callout tone="warn">
              {t("columns.unknown", { count: unknown.length, names: unknown.join(", ") })}
            </Callout>
          </div>
        )}
        <ColumnList
          columns={columns}
          fields={fields}
          mapping={mapping}
          twice={twice}
          onChange={(index, field) =>
            setMapping((before) => before.map((old, column) => (column === index ? field : old)))
          }
        />
      </Card>
      <Card title={t("options.title")}>
        <div className="grid gap-6 lg:grid-cols-2">
          <div className="space-y-4">
            <div className="space-y-1.5">
              <Label htmlFor={`${id}-access`}>{t("options.access")}</Label>
              <Select
                id={`${id}-access`}
                value={choices.access}
                options={(["keypad", "app", "both"] as const).map((value) => ({
                  value,
                  label: t(`access.${value}`),
                }))}
                onChange={(event) => change({ access: event.target.value as Choices["access"] })}
              />
            </div>
            <div className="space-y-1.5">
              <Label htmlFor={`${id}-hours`}>{t("options.hours")}</Label>
              <Select
                id={`${id}-hours`}
                value={choices.hoursScheduleId ?? ""}
                placeholder={t("options.hoursNone")}
                options={schedules.map((schedule) => ({ value: schedule.id, label: schedule.name }))}
                onChange={(event) => change({ hoursScheduleId: event.target.value || null })}
              />
            </div>
          </div>
          <RadioGroup
            legend={t("options.absent")}
            name={`${id}-absent`}
            value={choices.fullList ? "leave" : "keep"}
            onChange={(event) => change({ fullList: event.target.value === "leave" })}
            options={[
              { value: "keep", label: t("options.keep") },
              { value: "leave", label: t("options.leave"), hint: t("options.leaveHint") },
            ]}
          />
        </div>
      </Card>
      <StepFooter>
        <Button type="submit" variant="primary" pending={pending}>
          {t("submit")}
        </Button>
      </StepFooter>
    </form>
  );
}

function Question({
  ask,
  choices,
  change,
}: {
  ask: Ask;
  choices: Choices;
  change: (part: Partial<Choices>) => void;
}) {
  const t = useTranslations("import.map");
  const locale = useLocale();
  const id = useId();
  switch (ask.kind) {
    case "date_order": {
      const example = ask.examples[0] ?? "";
      const days = datesOf(example, locale);
      return (
        <RadioGroup
          legend={t("ask.dateOrder", { example })}
          name={`${id}-order`}
          value={choices.dateOrder ?? ""}
          onChange={(event) =>
            change({ dateOrder: event.target.value === "day_first" ? "day_first" : "month_first" })
          }
          options={(["day_first", "month_first"] as const).map((value) => ({
            value,
            label: t(`ask.${value}`, { day: days[value] }),
          }))}
        />
      );
    }
    case "weekday_language":
      return (
        <RadioGroup
          legend={t("ask.weekday", { examples: ask.examples.join(", ") })}
          name={`${id}-language`}
          value={choices.language ?? ""}
          onChange={(event) => change({ language: event.target.value as FileLanguage })}
          options={ask.languages.map((value) => ({ value, label: t(`languages.${value}`) }))}
        />
      );
    default:
      return ask satisfies never;
  }
}
