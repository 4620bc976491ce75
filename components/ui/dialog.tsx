"use client";

import { ModalFrame, type ModalFrameProps } from "./modal-frame";

const widths = { sm: "sm:max-w-sm", md: "sm:max-w-lg", lg: "sm:max-w-3xl" };

export function Dialog({ size = "md", ...props }: ModalFrameProps & { size?: keyof typeof widths }) {
  return (
    <ModalFrame
      {...props}
      className={`m-auto w-full max-w-[calc(100vw-2rem)] animate-appear rounded-xl border border-line ${widths[size]}`}
      heightClass="max-h-[calc(100dvh-4rem)]"
    />
  );
}
