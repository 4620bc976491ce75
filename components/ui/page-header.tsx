import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "@/components/frame/breadcrumbs";

/** The top of every page: where it lies, its name, one line that says what it is for, one primary action. */
export function PageHeader({
  title,
  description,
  breadcrumbs,
  badge,
  actions,
}: {
  title: ReactNode;
  description?: ReactNode;
  breadcrumbs?: readonly Crumb[];
  badge?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-6">
      {breadcrumbs && <Breadcrumbs items={breadcrumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
            {badge}
          </div>
          {description && <p className="mt-0.5 max-w-2xl text-muted">{description}</p>}
        </div>
        {actions && (
          <div data-print="none" className="flex flex-wrap items-center gap-2">
            {actions}
          </div>
        )}
      </div>
    </header>
  );
}
