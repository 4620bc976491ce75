"use client";

import { ModalFrame, type ModalFrameProps } from "./modal-frame";

const widths = { md: "sm:max-w-md", lg: "sm:max-w-2xl" };

/** A panel at the side, for work that is longer than a question; on a phone it fills the screen. */
export function Sheet({ size = "md", ...props }: ModalFrameProps & { size?: keyof typeof widths }) {
  return (
    <ModalFrame
      {...props}
      className={`mr-0 ml-auto h-dvh max-h-none w-full max-w-none animate-slide-in border-line sm:border-l ${widths[size]}`}
      heightClass="h-full"
    />
  );
}
