import type { ComponentProps, ReactNode } from "react";

export interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

interface RadioGroupProps extends Omit<ComponentProps<"input">, "type" | "value" | "defaultValue"> {
  legend: ReactNode;
  /** The legend is read out but not drawn, where a heading already says it. */
  legendHidden?: boolean;
  name: string;
  options: readonly RadioOption[];
  value?: string;
  defaultValue?: string;
}

/** Native radios as rows that can be touched; `register(name)` of a form spreads onto it. */
export function RadioGroup({
  legend,
  legendHidden = false,
  name,
  options,
  value,
  defaultValue,
  className = "",
  ...props
}: RadioGroupProps) {
  return (
    <fieldset className={`min-w-0 ${className}`}>
      <legend className={legendHidden ? "sr-only" : "mb-1.5 text-sm font-medium"}>{legend}</legend>
      <div className="divide-y divide-line overflow-hidden rounded-md border border-line">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-10 items-start gap-3 bg-surface px-3 py-2.5 hover:bg-hover has-checked:bg-accent-soft has-disabled:opacity-60"
          >
            <input
              {...props}
              type="radio"
              name={name}
              value={option.value}
              disabled={option.disabled || props.disabled}
              {...(value === undefined ? {} : { checked: value === option.value })}
              {...(defaultValue === undefined ? {} : { defaultChecked: defaultValue === option.value })}
              className="mt-0.5 size-4 shrink-0 accent-accent-solid"
            />
            <span className="min-w-0">
              <span className="block font-medium">{option.label}</span>
              {option.hint && <span className="block text-sm text-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
