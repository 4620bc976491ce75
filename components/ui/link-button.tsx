import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, linkButtonClass } from "./button-class";
import { Icon, type IconName } from "./icon";
import { PageLink } from "./page-link";

/** Goes somewhere, and looks like the button that a person expects there. */
export function LinkButton({
  href,
  variant = "secondary",
  size = "md",
  icon,
  className = "",
  children,
}: {
  href: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
  className?: string;
  children: ReactNode;
}) {
  return (
    <PageLink href={href} className={linkButtonClass(variant, size, className)}>
      {icon && <Icon name={icon} className={variant === "secondary" ? "text-muted" : ""} />}
      {children}
    </PageLink>
  );
}
