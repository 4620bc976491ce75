import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

/** Nothing here yet, why that is, and the one action that fills it. */
export function EmptyState({
  icon,
  title,
  action,
  children,
}: {
  icon?: IconName;
  title: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-16 text-center">
      {icon && (
        <span className="mb-4 inline-flex size-10 items-center justify-center rounded-lg border border-line bg-subtle text-muted">
          <Icon name={icon} size={20} />
        </span>
      )}
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="mt-1 max-w-md text-muted">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
