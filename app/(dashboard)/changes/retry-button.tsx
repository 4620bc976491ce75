"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useRetry } from "./use-retry";

export function RetryButton({ changeId, name }: { changeId: string; name: string }) {
  const t = useTranslations("changes");
  const { retry, pending } = useRetry();
  return (
    <Button
      size="sm"
      icon="rotate-ccw"
      pending={pending}
      aria-label={t("retryOne", { name })}
      onClick={() => retry([changeId])}
    >
      {t("retry")}
    </Button>
  );
}
