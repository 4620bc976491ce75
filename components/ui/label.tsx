import type { ComponentProps } from "react";

export function Label({ className = "", htmlFor, children, ...props }: ComponentProps<"label">) {
  return (
    <label {...props} htmlFor={htmlFor} className={`block text-sm font-medium text-ink ${className}`}>
      {children}
    </label>
  );
}
