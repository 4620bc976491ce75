"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { showToast } from "@/components/ui/toast";
import type { SheetMove } from "@/lib/sheets/schema";
import { moveSheetsAction } from "./actions";

/** Writes down what was done with sheets and says what came of it. */
export function useMoves() {
  const t = useTranslations();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [last, setLast] = useState<SheetMove | null>(null);

  function move(what: SheetMove, serials: readonly string[], onDone?: () => void) {
    if (isPending) return;
    setLast(what);
    startTransition(async () => {
      const result = await moveSheetsAction({ move: what, serials: [...serials] }).catch(() => null);
      if (result === null) {
        showToast({ message: t("common.form.lost"), tone: "danger" });
        return;
      }
      if (result.ok) {
        const { done, unchanged, refused } = result.value;
        const kept = refused.length > 0 ? ` ${t("sheets.move.refused", { count: refused.length })}` : "";
        showToast({ message: t(`sheets.move.${what}Done`, { count: done + unchanged }) + kept });
        onDone?.();
      } else showToast({ message: t(`errors.${result.refusal.code}`), tone: "danger" });
      router.refresh();
    });
  }

  /** Which of them is under way. */
  const pending = isPending ? last : null;
  return { move, pending };
}
