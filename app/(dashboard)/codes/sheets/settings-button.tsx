"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { SheetSettings } from "@/lib/sheets/schema";

const SettingsDialog = dynamic(() => import("./settings-dialog").then((module) => module.SettingsDialog), {
  ssr: false,
});

export function SettingsButton({ settings }: { settings: SheetSettings }) {
  const t = useTranslations("sheets.settings");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="sliders-horizontal" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      {isOpen && <SettingsDialog settings={settings} onClose={() => setOpen(false)} />}
    </>
  );
}
