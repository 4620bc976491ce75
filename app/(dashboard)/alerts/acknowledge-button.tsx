"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const AcknowledgeDialog = dynamic(
  () => import("./acknowledge-dialog").then((module) => module.AcknowledgeDialog),
  { ssr: false },
);

/** Takes one alert on. */
export function AcknowledgeButton({ alertId, label }: { alertId: string; label: string }) {
  const t = useTranslations("alerts");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon="check" aria-label={label} onClick={() => setOpen(true)}>
        {t("acknowledge")}
      </Button>
      {open && <AcknowledgeDialog alertIds={[alertId]} onClose={() => setOpen(false)} />}
    </>
  );
}
