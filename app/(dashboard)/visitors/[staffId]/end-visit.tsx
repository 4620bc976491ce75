"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const EndVisitDialog = dynamic(() => import("./end-visit-dialog").then((module) => module.EndVisitDialog), {
  ssr: false,
});

export function EndVisit({ staffId, name }: { staffId: string; name: string }) {
  const t = useTranslations("visits.detail");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="ban" onClick={() => setOpen(true)}>
        {t("end")}
      </Button>
      {open && <EndVisitDialog staffId={staffId} name={name} onClose={() => setOpen(false)} />}
    </>
  );
}
