"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useTestBridge } from "./use-test-bridge";

export function TestBridge({ bridgeId }: { bridgeId: string }) {
  const t = useTranslations("openers.bridge");
  const { test, pending } = useTestBridge();
  return (
    <Button icon="activity" pending={pending} onClick={() => test(bridgeId)}>
      {t("test")}
    </Button>
  );
}
