import type { ReactNode } from "react";

/** The way back on the left, the way on at the right, always in reach. */
export function StepFooter({ back, children }: { back?: ReactNode; children?: ReactNode }) {
  return (
    <div
      data-print="none"
      className="sticky bottom-0 z-20 -mx-4 mt-6 flex items-center justify-between gap-3 border-t border-line bg-canvas px-4 py-3 max-sm:flex-col-reverse max-sm:items-stretch max-sm:gap-2 sm:-mx-6 sm:px-6"
    >
      <div className="flex gap-2 empty:hidden max-sm:*:flex-1">{back}</div>
      <div className="ml-auto flex gap-2 max-sm:ml-0 max-sm:*:flex-1">{children}</div>
    </div>
  );
}
