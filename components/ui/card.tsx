import type { ReactNode } from "react";

/** A part of a page with a name of its own. */
export function Card({
  title,
  description,
  actions,
  padded = true,
  className = "",
  children,
}: {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** False for a table or list that reaches the card's edges. */
  padded?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={`rounded-lg border border-line bg-surface ${className}`}>
      {title !== undefined && (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3">
          <div className="min-w-0">
            <h2 className="font-semibold">{title}</h2>
            {description && <p className="text-sm text-muted">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </div>
      )}
      <div className={padded ? "p-4" : ""}>{children}</div>
    </section>
  );
}
