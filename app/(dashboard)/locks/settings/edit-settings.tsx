"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { SettingField } from "./setting-fields";

const SettingsSheet = dynamic(() => import("./settings-sheet").then((module) => module.SettingsSheet), {
  ssr: false,
});

/** Opens the settings of one group. */
export function EditSettings({
  deviceId,
  title,
  label,
  fields,
  away,
}: {
  deviceId: string;
  title: string;
  label: string;
  fields: readonly SettingField[];
  away: boolean;
}) {
  const t = useTranslations("doorSettings.sheet");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="ghost" icon="pencil" aria-label={label} onClick={() => setOpen(true)}>
        {t("edit")}
      </Button>
      {open && (
        <SettingsSheet
          deviceId={deviceId}
          title={title}
          fields={fields}
          away={away}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
