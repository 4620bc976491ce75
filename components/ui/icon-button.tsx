import type { ComponentProps } from "react";
import { Icon, type IconName } from "./icon";

/** A button whose word is its `label`: read out, and shown on hover. */
export function IconButton({
  icon,
  label,
  className = "",
  type = "button",
  ...props
}: Omit<ComponentProps<"button">, "children"> & { icon: IconName; label: string }) {
  return (
    <button
      {...props}
      type={type}
      aria-label={label}
      title={label}
      className={`target-square inline-flex items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink disabled:opacity-50 ${className}`}
    >
      <Icon name={icon} />
    </button>
  );
}
