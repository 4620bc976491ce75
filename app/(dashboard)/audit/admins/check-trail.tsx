"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Input } from "@/components/ui/input";
import type { TrailCheck } from "@/lib/audit/verify";
import { formatNumber } from "@/lib/time/format";
import { checkTrailAction } from "./actions";

type Outcome = { readonly check: TrailCheck } | { readonly problem: string };

/** Has the server compute the whole chain anew, and says what came of it. */
export function CheckTrail() {
  const t = useTranslations("audit.check");
  const tErrors = useTranslations("errors");
  const id = useId();
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function check(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const anchor = String(new FormData(event.currentTarget).get("anchor") ?? "");
    setPending(true);
    const result = await checkTrailAction({ anchor });
    setPending(false);
    if (result.ok) setOutcome({ check: result.value });
    else
      setOutcome({
        problem: result.refusal.code === "invalid_input" ? t("noHash") : tErrors(result.refusal.code),
      });
  }

  return (
    <form onSubmit={check} data-print="none" aria-busy={pending} className="space-y-2">
      <div className="flex flex-wrap items-end gap-2">
        <Button type="submit" icon="shield-check" pending={pending}>
          {t("button")}
        </Button>
        <details className="text-sm">
          <summary className="min-h-8 cursor-pointer content-center text-muted">{t("more")}</summary>
          <label htmlFor={`${id}-anchor`} className="block text-muted">
            {t("anchor")}
          </label>
          <Input id={`${id}-anchor`} name="anchor" className="w-72 max-w-full font-mono" autoComplete="off" />
          <p className="max-w-prose pt-1 text-muted">{t("anchorHint")}</p>
        </details>
      </div>
      {/* Told at once and as a whole: half of the finding would be another one. */}
      <div role="status" aria-atomic="true" aria-label={t("result")}>
        {pending && <p className="sr-only">{t("running")}</p>}
        {outcome && !pending && <Told outcome={outcome} />}
      </div>
    </form>
  );
}

function Told({ outcome }: { outcome: Outcome }) {
  const t = useTranslations("audit.check");
  const locale = useLocale();
  if ("problem" in outcome) return <Callout tone="danger">{outcome.problem}</Callout>;
  const { count, broken, head, hasAnchor } = outcome.check;
  if (broken) {
    return (
      <Callout tone="danger" title={t("brokenTitle", { id: broken.id })}>
        {t("broken", { count: formatNumber(count, locale) })}
      </Callout>
    );
  }
  if (hasAnchor === false) {
    return (
      <Callout tone="danger" title={t("anchorMissingTitle")}>
        {t("anchorMissing")}
      </Callout>
    );
  }
  return (
    <Callout tone="success" title={t("wholeTitle", { count: formatNumber(count, locale) })}>
      {hasAnchor ? t("wholeWithAnchor") : t("whole")}
      {head && (
        <span className="block pt-1">
          {t("head")} <code className="text-sm break-all">{head.hash}</code>
        </span>
      )}
    </Callout>
  );
}
