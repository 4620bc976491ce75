"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";

/** Title bar, scrolling middle, footer that stays in view. */
export function ModalFrame({
  titleId,
  descriptionId,
  title,
  description,
  footer,
  locked,
  onClose,
  children,
}: {
  titleId: string;
  descriptionId: string;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  locked: boolean;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <>
      <div className="flex items-start justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
        <div className="min-w-0 pt-1">
          <h2 id={titleId} className="text-lg font-semibold break-words">
            {title}
          </h2>
          {description && (
            <p id={descriptionId} className="text-muted">
              {description}
            </p>
          )}
        </div>
        <IconButton icon="x" label={t("close")} onClick={onClose} disabled={locked} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
      {footer && (
        <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>
      )}
    </>
  );
}
