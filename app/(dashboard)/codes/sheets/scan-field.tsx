"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { parseSerial } from "@/lib/print/serial";

/** Takes the serial of a sheet, typed or from a scanner that types what it reads, and opens its record. */
export function ScanField() {
  const t = useTranslations("sheets.scan");
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | undefined>(undefined);

  function submit(event: FormEvent) {
    event.preventDefault();
    const serial = parseSerial(input.current?.value ?? "");
    setProblem(serial === null ? t("problem") : undefined);
    if (serial === null) input.current?.select();
    else router.push(`/codes/sheets/${serial}` as Route);
  }

  return (
    <form noValidate onSubmit={submit} className="max-w-md">
      <Field label={t("label")} hint={t("hint")} error={problem} required>
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              ref={input}
              className="tnum min-w-0 flex-1 uppercase placeholder:normal-case"
              placeholder={t("example")}
              maxLength={40}
              autoComplete="off"
              spellCheck={false}
              autoCapitalize="characters"
            />
            <Button type="submit" icon="qr-code">
              {t("open")}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
