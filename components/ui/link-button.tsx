import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, linkButtonClass } from "./button-class";
import { Icon, type IconName } from "./icon";

/** Goes somewhere, and looks like the button that a person expects there. */
export function LinkButton<T extends string>({
  href,
  variant = "secondary",
  size = "md",
  icon,
  className = "",
  children,
}: {
  href: Route<T>;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link href={href} className={linkButtonClass(variant, size, className)}>
      {icon && <Icon name={icon} className={variant === "secondary" ? "text-muted" : ""} />}
      {children}
    </Link>
  );
}
