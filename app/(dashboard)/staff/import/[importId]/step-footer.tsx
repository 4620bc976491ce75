import type { ReactNode } from "react";

/** The way back on the left, the way on at the right, always in reach. */
export function StepFooter({ back, children }: { back?: ReactNode; children?: ReactNode }) {
  return (
    <div
      data-print="none"
      className="sticky bottom-0 z-20 -mx-4 mt-6 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-canvas px-4 py-3 sm:-mx-6 sm:px-6"
    >
      <div className="flex flex-wrap gap-2">{back}</div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
