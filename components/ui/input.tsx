import type { ComponentProps } from "react";

export function Input({ className = "", type = "text", ...props }: ComponentProps<"input">) {
  return <input {...props} type={type} className={`control ${className}`} />;
}
