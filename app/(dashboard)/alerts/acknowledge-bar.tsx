"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelection } from "@/components/data-table/selection";
import { Button } from "@/components/ui/button";

const AcknowledgeDialog = dynamic(
  () => import("./acknowledge-dialog").then((module) => module.AcknowledgeDialog),
  { ssr: false },
);

/** Takes the selected alerts on, with one note for all. */
export function AcknowledgeBar() {
  const t = useTranslations("alerts");
  const { ids, clear } = useSelection();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon="check" onClick={() => setOpen(true)}>
        {t("acknowledge")}
      </Button>
      {open && <AcknowledgeDialog alertIds={ids} onClose={() => setOpen(false)} onDone={clear} />}
    </>
  );
}
