"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

export function PrintButton() {
  const t = useTranslations("alerts.round");
  return (
    <Button data-print="none" variant="primary" icon="printer" onClick={() => window.print()}>
      {t("print")}
    </Button>
  );
}
