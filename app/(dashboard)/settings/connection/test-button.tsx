"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useTest } from "./use-test";

export function TestButton({ accountId }: { accountId: string }) {
  const t = useTranslations("settings.test");
  const { test, pending } = useTest(accountId);
  return (
    <Button variant="primary" icon="plug" pending={pending} onClick={test}>
      {t("button")}
    </Button>
  );
}
