import type { ReactNode } from "react";
import { type ButtonVariant, linkButtonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";

/**
 * The way to sheets that show codes. A plain link, since the others fetch their page when somebody merely points at them:
 * codes are opened on purpose, and each time is an audit event.
 */
export function OpenSheets({
  batchId,
  variant = "secondary",
  children,
}: {
  batchId: string;
  variant?: ButtonVariant;
  children: ReactNode;
}) {
  return (
    <a href={`/code-sheets/${batchId}`} className={linkButtonClass(variant, "md")}>
      <Icon name="printer" className={variant === "secondary" ? "text-muted" : ""} />
      {children}
    </a>
  );
}
