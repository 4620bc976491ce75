"use client";

import { useId } from "react";
import type { DialogProps } from "./dialog";
import { Modal } from "./modal";
import { ModalFrame } from "./modal-frame";

const widths = { md: "sm:max-w-md", lg: "sm:max-w-2xl" };

/** A panel at the side, for work that is longer than a question; on a phone it fills the screen. */
export function Sheet({ size = "md", ...props }: DialogProps & { size?: keyof typeof widths }) {
  const id = useId();
  if (!props.open) return null;
  const { locked = false, description, footer, title, children } = props;
  const close = () => props.onOpenChange(false);
  return (
    <Modal
      onClose={close}
      locked={locked}
      labelledBy={`${id}-title`}
      describedBy={description ? `${id}-text` : undefined}
      className={`mr-0 ml-auto h-dvh max-h-none w-full max-w-none animate-slide-in border-line sm:border-l ${widths[size]}`}
    >
      <div className="flex h-full flex-col">
        <ModalFrame
          titleId={`${id}-title`}
          descriptionId={`${id}-text`}
          title={title}
          description={description}
          footer={footer}
          locked={locked}
          onClose={close}
        >
          {children}
        </ModalFrame>
      </div>
    </Modal>
  );
}
