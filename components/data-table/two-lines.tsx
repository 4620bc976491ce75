import type { ReactNode } from "react";

/** A cell that says what something is called and, below, something more about it. */
export function TwoLines({ below, children }: { below: ReactNode; children: ReactNode }) {
  return (
    <span className="block min-w-0">
      <span className="block font-medium">{children}</span>
      <span className="block text-sm text-muted">{below}</span>
    </span>
  );
}
