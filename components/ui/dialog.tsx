"use client";

import { type ReactNode, useId } from "react";
import { Modal } from "./modal";
import { ModalFrame } from "./modal-frame";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  locked?: boolean;
  children?: ReactNode;
}

const widths = { sm: "sm:max-w-sm", md: "sm:max-w-lg", lg: "sm:max-w-3xl" };

export function Dialog({ size = "md", ...props }: DialogProps & { size?: keyof typeof widths }) {
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
      className={`m-auto w-full max-w-[calc(100vw-2rem)] animate-appear rounded-xl border border-line ${widths[size]}`}
    >
      <div className="flex max-h-[calc(100dvh-4rem)] flex-col">
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
