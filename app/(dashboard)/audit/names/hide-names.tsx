"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { hideNamesAction } from "./actions";

/** Ends the visible time, and takes the names off the screen when it ends by itself. */
export function HideNames({ until }: { until: number }) {
  const t = useTranslations("privacy.bar");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  useEffect(() => {
    const ended = () => Date.now() >= until && router.refresh();
    const timer = setTimeout(ended, Math.max(0, until - Date.now()) + 500);
    // A tab that slept through its end asks when somebody looks at it again.
    document.addEventListener("visibilitychange", ended);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", ended);
    };
  }, [until, router]);

  function hide() {
    startTransition(async () => {
      const result = await hideNamesAction({});
      if (result.ok) showToast({ message: t("hiddenAgain") });
      else showToast({ message: tErrors(result.refusal.code), tone: "danger" });
      router.refresh();
    });
  }

  return (
    <Button icon="eye-off" pending={pending} onClick={hide}>
      {t("hide")}
    </Button>
  );
}
