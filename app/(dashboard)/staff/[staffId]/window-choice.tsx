"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { AccessKind, WindowOptions } from "@/lib/access/types";

const WindowChoiceDialog = dynamic(
  () => import("./window-choice-dialog").then((module) => module.WindowChoiceDialog),
  { ssr: false },
);

export interface WindowChoiceProps {
  staffId: string;
  deviceId: string;
  kind: AccessKind;
  doorName: string;
  options: WindowOptions;
}

/** The way out where one authorization cannot hold what the rules say: a person chooses one window. */
export function WindowChoice(props: WindowChoiceProps) {
  const t = useTranslations("staff.choice");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon="calendar-clock" onClick={() => setOpen(true)}>
        {t("choose")}
      </Button>
      {open && <WindowChoiceDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
