"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const RenameDialog = dynamic(() => import("./rename-dialog").then((module) => module.RenameDialog), {
  ssr: false,
});

/** Gives a device another name, unless one is on its way already. */
export function RenameButton({
  deviceId,
  name,
  pending,
}: {
  deviceId: string;
  name: string;
  pending: boolean;
}) {
  const t = useTranslations("doorSettings.rename");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="pencil" disabled={pending} onClick={() => setOpen(true)}>
        {t("action")}
      </Button>
      {open && <RenameDialog deviceId={deviceId} name={name} onClose={() => setOpen(false)} />}
    </>
  );
}
