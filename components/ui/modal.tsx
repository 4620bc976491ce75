"use client";

import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";

/**
 * The browser's own modal dialog: it keeps the focus inside, gives it back afterwards, and makes the page behind inert,
 * for no weight at all. Dialog, sheet and palette only differ in their looks.
 */
export function Modal({
  onClose,
  locked = false,
  closeOnBackdrop = false,
  role,
  labelledBy,
  label,
  describedBy,
  className = "",
  initialFocus,
  children,
}: {
  onClose: () => void;
  /** Something is running that must not be walked away from. */
  locked?: boolean;
  /** Off by default: a stray click must not throw away what was typed. */
  closeOnBackdrop?: boolean;
  role?: "alertdialog";
  labelledBy?: string;
  label?: string;
  describedBy?: string;
  className?: string;
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    initialFocus?.current?.focus();
    return () => dialog?.close();
  }, [initialFocus]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is only for the backdrop
    <dialog
      ref={ref}
      role={role}
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onCancel={(event) => {
        // Only our own state opens and closes it, or the two would disagree.
        event.preventDefault();
        if (!locked && event.target === event.currentTarget) onClose();
      }}
      onClick={(event) => {
        if (closeOnBackdrop && !locked && event.target === event.currentTarget) onClose();
      }}
      className={`bg-surface text-ink shadow-lg ${className}`}
    >
      {children}
    </dialog>
  );
}
