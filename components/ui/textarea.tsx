import type { ComponentProps } from "react";

export function Textarea({ className = "", rows = 3, ...props }: ComponentProps<"textarea">) {
  return <textarea {...props} rows={rows} className={`control resize-y ${className}`} />;
}
