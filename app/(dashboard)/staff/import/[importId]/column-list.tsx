"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { FieldError } from "@/components/form/field";
import { Icon } from "@/components/ui/icon";
import { Select } from "@/components/ui/select";
import type { ImportField } from "@/lib/import/fields";
import { ignoredColumn } from "@/lib/imports/schema";

export interface ColumnView {
  readonly index: number;
  readonly header: string;
  readonly field: ImportField | null;
  readonly secret: boolean;
  readonly examples: readonly string[];
}

/** A line per column: its heading, some of its values, and what it means. */
export function ColumnList({
  columns,
  fields,
  mapping,
  twice,
  onChange,
}: {
  columns: readonly ColumnView[];
  fields: readonly ImportField[];
  mapping: readonly string[];
  twice: readonly string[];
  onChange: (index: number, field: string) => void;
}) {
  const t = useTranslations("import");
  const id = useId();
  const options = fields.map((field) => ({ value: field, label: t(`fields.${field}`) }));
  return (
    <ul className="divide-y divide-line">
      {columns.map(({ index, header, secret, examples }) => {
        const field = mapping[index] ?? ignoredColumn;
        const name = header || t("map.columns.unnamed", { number: index + 1 });
        const isTwice = field !== ignoredColumn && twice.includes(field);
        const shown = [...new Set(examples.filter((text) => text.trim() !== ""))].slice(0, 3);
        return (
          <li
            key={index}
            className="grid items-center gap-x-4 gap-y-2 px-4 py-2.5 sm:grid-cols-[minmax(0,1fr)_1rem_16rem]"
          >
            <div className="min-w-0">
              <p className={`truncate font-medium ${field === ignoredColumn ? "text-muted" : ""}`}>{name}</p>
              <p className="truncate text-sm text-muted">
                {secret
                  ? t("map.columns.hidden")
                  : shown.length > 0
                    ? shown.join(" · ")
                    : t("map.columns.empty")}
              </p>
            </div>
            <Icon name="arrow-right" size={14} className="text-faint max-sm:hidden" />
            <div className="space-y-1.5">
              <Select
                aria-label={t("map.columns.meaning", { header: name })}
                aria-invalid={isTwice || undefined}
                aria-describedby={isTwice ? `${id}-${index}` : undefined}
                value={field}
                placeholder={t("map.columns.ignore")}
                options={options}
                onChange={(event) => onChange(index, event.target.value)}
              />
              <FieldError id={`${id}-${index}`} text={isTwice ? t("map.columns.twice") : undefined} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
