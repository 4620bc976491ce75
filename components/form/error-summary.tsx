"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Icon } from "@/components/ui/icon";

export interface SummaryItem {
  /** Id of the field, or null when the problem belongs to none. */
  fieldId: string | null;
  label: string | null;
  text: string;
}

/** What stopped the form, with a link to each field. Takes the focus whenever `attempt` grows. */
export function ErrorSummary({
  items,
  attempt,
}: {
  items: readonly SummaryItem[];
  attempt: number | string;
}) {
  const t = useTranslations("common.form");
  const box = useRef<HTMLDivElement>(null);
  const shown = items.length > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each failed attempt brings the focus here again
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown, attempt]);

  if (!shown) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="rounded-lg border border-danger/30 bg-danger-soft px-4 py-3"
    >
      <p className="flex items-center gap-2 font-medium">
        <Icon name="circle-alert" className="text-danger" />
        {t("summary", { count: items.length })}
      </p>
      <ul className="mt-1 space-y-1 pl-6">
        {items.map((item) => (
          <li key={`${item.fieldId}${item.text}`}>
            {item.fieldId === null ? (
              item.text
            ) : (
              <a
                href={`#${item.fieldId}`}
                className="underline underline-offset-2"
                onClick={(event) => {
                  event.preventDefault();
                  focusField(item.fieldId);
                }}
              >
                {item.label ? `${item.label}: ${item.text}` : item.text}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusField(id: string | null) {
  const field = id === null ? null : document.getElementById(id);
  const control = field?.matches("input, select, textarea, button")
    ? field
    : field?.querySelector<HTMLElement>("input, select, textarea, button");
  control?.focus();
}
