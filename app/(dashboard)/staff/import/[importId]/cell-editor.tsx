"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** One cell being corrected. Enter saves, Escape leaves it as it was. */
export function CellEditor({
  label,
  text,
  secret,
  part,
  sameIn,
  pending,
  onSave,
  onCancel,
}: {
  label: string;
  text: string;
  secret: boolean;
  /** The one value of several in the cell that is being replaced. */
  part: string | null;
  sameIn: number;
  pending: boolean;
  onSave: (text: string, everywhere: boolean) => void;
  onCancel: () => void;
}) {
  const t = useTranslations("import.check.editor");
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState(text);

  useEffect(() => input.current?.select(), []);

  const hint = secret ? t("code") : part !== null ? t("part", { part }) : "";
  return (
    <form
      className="space-y-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) onSave(value, false);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <Input
        ref={input}
        aria-label={label}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={value}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        inputMode={secret ? "numeric" : undefined}
        onChange={(event) => setValue(event.target.value)}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
      <div className="flex flex-wrap gap-1.5">
        <Button type="submit" size="sm" variant="primary" pending={pending}>
          {t("save")}
        </Button>
        {sameIn > 1 && (
          <Button size="sm" onClick={() => onSave(value, true)} disabled={pending}>
            {t("everywhere", { count: sameIn })}
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={onCancel} disabled={pending}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
