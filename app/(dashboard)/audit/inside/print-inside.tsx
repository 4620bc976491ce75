"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

export function PrintInside() {
  const t = useTranslations("privacy.inside");
  return (
    <Button data-print="none" icon="printer" onClick={() => window.print()}>
      {t("print")}
    </Button>
  );
}
