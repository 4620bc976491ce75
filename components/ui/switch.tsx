import type { ComponentProps, ReactNode } from "react";

interface SwitchProps extends Omit<ComponentProps<"input">, "type" | "role"> {
  label: ReactNode;
  hint?: ReactNode;
}

/** On or off, at once; the knob moves and the track fills, so that colour is not the only sign. */
export function Switch({ label, hint, className = "", ...props }: SwitchProps) {
  return (
    <label className={`flex min-h-8 items-start justify-between gap-4 pointer-coarse:min-h-10 ${className}`}>
      <span className="min-w-0">
        <span className="block">{label}</span>
        {hint && <span className="block text-sm text-muted">{hint}</span>}
      </span>
      <input
        {...props}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox brings its checked state along
        role="switch"
        className="relative h-5 w-9 shrink-0 appearance-none rounded-full border border-line-strong bg-pressed transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-muted before:transition-transform checked:border-accent-solid checked:bg-accent-solid checked:before:translate-x-4 checked:before:bg-white disabled:opacity-50"
      />
    </label>
  );
}
