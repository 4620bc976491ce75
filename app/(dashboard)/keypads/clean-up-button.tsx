"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const CleanUpDialog = dynamic(() => import("./clean-up-dialog").then((module) => module.CleanUpDialog), {
  ssr: false,
});

export interface CleanUpProps {
  deviceIds: readonly string[];
  /** Expired codes of ours, and those of somebody else, which are only told. */
  count: number;
  foreign: number;
}

export function CleanUpButton(props: CleanUpProps) {
  const t = useTranslations("keypads.cleanUp");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="hourglass" onClick={() => setOpen(true)}>
        {t("action", { count: props.count })}
      </Button>
      {open && <CleanUpDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
