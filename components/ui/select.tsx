import type { ComponentProps } from "react";
import { Icon } from "./icon";

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

/** The browser's own select: right on every phone and in every screen reader, and it weighs nothing. */
export function Select({
  options,
  placeholder,
  quiet = false,
  className = "",
  children,
  ...props
}: ComponentProps<"select"> & { options?: readonly SelectOption[]; placeholder?: string; quiet?: boolean }) {
  return (
    <span className={`relative block ${className}`}>
      <select {...props} className={`control appearance-none truncate pr-8 ${quiet ? "border-line" : ""}`}>
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <Icon
        name="chevron-down"
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
