"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./button";
import { Input } from "./input";
import { Label } from "./label";
import { Modal } from "./modal";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  confirmLabel: string;
  onConfirm: () => void;
  pending?: boolean;
  danger?: boolean;
  /** How many are affected: the button wakes up when the person has typed this number. */
  typeCount?: number;
  children?: ReactNode;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  return props.open ? <OpenConfirm {...props} /> : null;
}

function OpenConfirm({
  onOpenChange,
  title,
  confirmLabel,
  onConfirm,
  pending = false,
  danger = false,
  typeCount,
  children,
}: ConfirmDialogProps) {
  const t = useTranslations("common");
  const id = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const [typed, setTyped] = useState("");
  const ready = typeCount === undefined || typed.trim() === String(typeCount);
  return (
    <Modal
      role="alertdialog"
      onClose={() => onOpenChange(false)}
      locked={pending}
      labelledBy={`${id}-title`}
      describedBy={`${id}-text`}
      initialFocus={cancel}
      className="m-auto w-full max-w-[calc(100vw-2rem)] animate-appear rounded-xl border border-line sm:max-w-md"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !pending) onConfirm();
        }}
      >
        <div className="space-y-3 p-5">
          <h2 id={`${id}-title`} className="text-lg font-semibold break-words">
            {title}
          </h2>
          <div id={`${id}-text`} className="text-muted">
            {children}
          </div>
          {typeCount !== undefined && (
            <div className="space-y-1.5">
              <Label htmlFor={`${id}-count`}>{t("typeCount", { count: typeCount })}</Label>
              <Input
                id={`${id}-count`}
                inputMode="numeric"
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </div>
          )}
        </div>
        <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
          <Button ref={cancel} onClick={() => onOpenChange(false)} disabled={pending}>
            {t("cancel")}
          </Button>
          <Button type="submit" variant={danger ? "danger" : "primary"} pending={pending} disabled={!ready}>
            {confirmLabel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
