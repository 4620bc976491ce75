"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { IconButton } from "./icon-button";
import { Modal } from "./modal";

export interface ModalFrameProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  locked?: boolean;
  children?: ReactNode;
}

/** Title bar, scrolling middle, footer that stays in view. */
export function ModalFrame({
  open,
  onOpenChange,
  title,
  description,
  footer,
  locked = false,
  className,
  heightClass,
  children,
}: ModalFrameProps & { className: string; heightClass: string }) {
  const t = useTranslations("common");
  const id = useId();
  if (!open) return null;
  const close = () => onOpenChange(false);
  return (
    <Modal
      onClose={close}
      locked={locked}
      labelledBy={`${id}-title`}
      describedBy={description ? `${id}-text` : undefined}
      className={className}
    >
      <div className={`flex flex-col ${heightClass}`}>
        <div className="flex items-start justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
          <div className="min-w-0 pt-1">
            <h2 id={`${id}-title`} className="text-lg font-semibold break-words">
              {title}
            </h2>
            {description && (
              <p id={`${id}-text`} className="text-muted">
                {description}
              </p>
            )}
          </div>
          <IconButton icon="x" label={t("close")} onClick={close} disabled={locked} />
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
        {footer && (
          <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>
        )}
      </div>
    </Modal>
  );
}
