import type { ComponentProps, ReactNode } from "react";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

/** A box with its words; the whole line is the target. */
export function Checkbox({ label, hint, className = "", ...props }: CheckboxProps) {
  return (
    <label className={`flex min-h-6 items-start gap-2.5 pointer-coarse:min-h-10 ${className}`}>
      <input {...props} type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent-solid" />
      <span className="min-w-0">
        <span className="block text-base">{label}</span>
        {hint && <span className="block text-sm text-muted">{hint}</span>}
      </span>
    </label>
  );
}
