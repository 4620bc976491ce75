"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import type { Result } from "@/lib/result";
import { hideSoon } from "./hide-soon";

const shownForMs = 30_000;

/** A keypad code, hidden until somebody asks for it, and hidden again as soon as nobody looks. */
export function MaskedCode({ label, reveal }: { label: string; reveal?: () => Promise<Result<string>> }) {
  const t = useTranslations("access.code");
  const tErrors = useTranslations("errors");
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  useEffect(() => (code === null ? undefined : hideSoon(() => setCode(null), shownForMs)), [code]);

  function show(action: () => Promise<Result<string>>) {
    setProblem(null);
    startTransition(async () => {
      const result = await action().catch(() => null);
      if (result?.ok) setCode(result.value);
      // Whoever closed the question for the password knows why there is no code.
      else if (result?.refusal.code !== "step_up_required")
        setProblem(tErrors(result?.refusal.code ?? "unexpected"));
    });
  }

  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span className="tnum font-medium tracking-wider" data-print="none">
        {code === null ? (
          <>
            <span aria-hidden="true">*** ***</span>
            <span className="sr-only">{`${label}: ${t("hidden")}`}</span>
          </>
        ) : (
          `${code.slice(0, 3)} ${code.slice(3)}`
        )}
      </span>
      <span role="status" className="sr-only">
        {code !== null && t("shown", { label, code: [...code].join(" ") })}
      </span>
      {reveal && (
        <Button
          size="sm"
          variant="ghost"
          icon={code === null ? "eye" : "eye-off"}
          pending={pending}
          aria-label={t(code === null ? "reveal" : "hide", { label })}
          onBlur={() => setCode(null)}
          onClick={() => (code === null ? show(reveal) : setCode(null))}
        >
          {code === null ? t("revealShort") : t("hideShort")}
        </Button>
      )}
      {problem && (
        <span role="alert" className="text-sm text-danger">
          {problem}
        </span>
      )}
    </span>
  );
}
