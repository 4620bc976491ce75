"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { pauseImportAction, resumeImportAction } from "../actions";

/** Stops the job after the rows that it is at, or lets it go on; what it would do differently by now is shown first. */
export function PauseButton({ importId, paused }: { importId: string; paused: boolean }) {
  const t = useTranslations("import.apply");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  function toggle() {
    startTransition(async () => {
      const result = paused
        ? await resumeImportAction({ importId, seen: null, typed: null })
        : await pauseImportAction({ importId });
      if (!result.ok && result.refusal.code === "plan_changed") {
        router.push(`/staff/import/${importId}?step=plan&changed=1` as Route);
        return;
      }
      // It may have come to its end meanwhile: then the page says so.
      if (!result.ok && result.refusal.code !== "import_finished") {
        showToast({ message: tErrors(result.refusal.code), tone: "danger" });
      }
      router.refresh();
    });
  }

  return (
    <Button
      variant={paused ? "primary" : "secondary"}
      icon={paused ? "play" : "pause"}
      pending={pending}
      onClick={toggle}
    >
      {t(paused ? "resume" : "pause")}
    </Button>
  );
}
