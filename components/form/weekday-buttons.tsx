"use client";

import { useLocale } from "next-intl";
import { weekdayName } from "@/lib/time/format";
import { FieldError } from "./field";

const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;

/** A set of weekdays, each a button that is pressed or not. */
export function WeekdayButtons({
  id,
  legend,
  days,
  error,
  onChange,
}: {
  /** Of the first button, where a problem leads to. */
  id: string;
  legend: string;
  days: number;
  error: string | undefined;
  onChange: (days: number) => void;
}) {
  const locale = useLocale();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0 space-y-1.5">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-1">
        {weekdays.map((day) => {
          const isOn = (days & (1 << day)) !== 0;
          return (
            <button
              key={day}
              type="button"
              id={day === 0 ? id : undefined}
              aria-pressed={isOn}
              title={weekdayName(day, locale, "long")}
              onClick={() => onChange(days ^ (1 << day))}
              className={`min-h-8 min-w-10 rounded-md border px-2 font-medium transition-colors pointer-coarse:min-h-10 ${
                isOn
                  ? "border-transparent bg-accent-solid text-white"
                  : "border-line-strong bg-surface text-muted hover:bg-hover hover:text-ink"
              }`}
            >
              {weekdayName(day, locale)}
            </button>
          );
        })}
      </div>
      <FieldError id={`${id}-error`} text={error} />
    </fieldset>
  );
}
