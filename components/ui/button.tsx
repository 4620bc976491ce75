import type { ComponentProps, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class";
import { Icon, type IconName } from "./icon";

interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
  /** The work is under way: the button keeps its size and its focus, and does nothing. */
  pending?: boolean;
  children: ReactNode;
}

export function Button({
  variant = "secondary",
  size = "md",
  icon,
  pending = false,
  type = "button",
  className = "",
  children,
  ...props
}: ButtonProps) {
  return (
    <button
      {...props}
      type={type}
      className={buttonClass(variant, size, className)}
      {...(pending ? { "aria-disabled": true, "aria-busy": true, onClick: swallow } : {})}
    >
      {pending ? (
        <Icon name="loader-circle" className="animate-spin" />
      ) : (
        icon && <Icon name={icon} className={variant === "secondary" ? "text-muted" : ""} />
      )}
      {children}
    </button>
  );
}

function swallow(event: { preventDefault(): void }) {
  event.preventDefault();
}
