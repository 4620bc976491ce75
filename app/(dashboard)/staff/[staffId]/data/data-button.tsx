"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { DataLanguage } from "@/lib/privacy/schema";

const DataDialog = dynamic(() => import("./data-dialog").then((module) => module.DataDialog), { ssr: false });

export function DataButton({
  staffId,
  name,
  language,
  needsReason,
}: {
  staffId: string;
  name: string;
  /** What the person reads, as far as the file can be in it. */
  language: DataLanguage;
  needsReason: boolean;
}) {
  const t = useTranslations("privacy.ask");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon="download" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      {isOpen && <DataDialog {...{ staffId, name, language, needsReason }} onClose={() => setOpen(false)} />}
    </>
  );
}
