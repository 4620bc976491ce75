"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { decideRowAction } from "../actions";
import type { GridRow } from "./rows-grid";

/** Two people may have one name: only a person can say whether these are two. */
export function WhoIsIt({
  importId,
  line,
  question: { candidate, answer },
}: {
  importId: string;
  line: number;
  question: NonNullable<GridRow["question"]>;
}) {
  const t = useTranslations("import.check.question");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  function decide(as: string | null) {
    startTransition(async () => {
      const result = await decideRowAction({ importId, line, as });
      if (result.ok) router.refresh();
      else showToast({ message: tErrors(result.refusal.code), tone: "danger" });
    });
  }

  if (answer !== null) {
    return (
      <p className="flex flex-wrap items-center gap-x-2 text-muted">
        {answer === "new" ? t("saidOther") : t("saidSame", { name: candidate?.name ?? "" })}
        <Button size="sm" variant="ghost" pending={pending} onClick={() => decide(null)}>
          {t("again")}
        </Button>
      </p>
    );
  }
  if (!candidate) return null;
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="mb-1 font-medium">{t("who", { name: candidate.name })}</legend>
      <Button size="sm" pending={pending} onClick={() => decide(candidate.staffId)}>
        {t("same")}
      </Button>
      <Button size="sm" pending={pending} onClick={() => decide("new")}>
        {t("other")}
      </Button>
    </fieldset>
  );
}
