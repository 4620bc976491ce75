"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const RevealDialog = dynamic(() => import("./reveal-dialog").then((module) => module.RevealDialog), {
  ssr: false,
});

export function RevealButton({ timeZone }: { timeZone: string }) {
  const t = useTranslations("privacy.reveal");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="eye" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      {isOpen && <RevealDialog timeZone={timeZone} onClose={() => setOpen(false)} />}
    </>
  );
}
