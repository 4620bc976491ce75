import { type ReactNode, useId } from "react";

/**
 * A word or two on hover and focus. It only repeats or shortens; whatever a person needs in order to go on must stand
 * on the page. `focusable` makes plain text reachable by keyboard.
 */
export function Tooltip({
  text,
  focusable = false,
  children,
}: {
  text: string;
  focusable?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <span className="group/tip relative inline-flex">
      {focusable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the text explains itself on focus, there is nothing to press
        <span tabIndex={0} aria-describedby={id} className="rounded">
          {children}
        </span>
      ) : (
        <span aria-describedby={id}>{children}</span>
      )}
      <span
        role="tooltip"
        id={id}
        className="pointer-events-none invisible absolute bottom-full left-1/2 z-30 mb-1.5 w-max max-w-60 -translate-x-1/2 rounded-md bg-ink px-2 py-1 text-xs text-canvas opacity-0 transition-opacity group-focus-within/tip:visible group-focus-within/tip:opacity-100 group-hover/tip:visible group-hover/tip:opacity-100"
      >
        {text}
      </span>
    </span>
  );
}
