"use client";

import { useEffect } from "react";
import { Toaster as Sonner, toast as sonner } from "sonner";
import { Icon } from "./icon";
import { listenToToasts, type Toast } from "./toast";

export function ToasterContent({ label }: { label: string }) {
  // Effects of children run first: sonner listens by the time the waiting toasts are handed over.
  useEffect(() => listenToToasts(show), []);
  return (
    <Sonner
      containerAriaLabel={label}
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3 font-sans text-base text-ink shadow-lg",
          content: "min-w-0 flex-1",
          actionButton: "min-h-6 rounded px-2 font-medium text-accent hover:bg-hover",
        },
      }}
    />
  );
}

const icons = {
  ok: <Icon name="circle-check" className="text-ok" />,
  danger: <Icon name="circle-alert" className="text-danger" />,
  info: <Icon name="info" className="text-accent" />,
};

function show({ message, tone = "ok", action }: Toast) {
  sonner(message, {
    icon: icons[tone],
    duration: action ? 10_000 : 5_000,
    ...(action ? { action: { label: action.label, onClick: action.run } } : {}),
  });
}
