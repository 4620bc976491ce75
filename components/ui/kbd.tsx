import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border border-line bg-subtle px-1 font-sans text-xs text-muted">{children}</kbd>
  );
}
