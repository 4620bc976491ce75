"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { WithdrawnPart } from "@/lib/access/types";

const GiveBackDialog = dynamic(() => import("./give-back-dialog").then((module) => module.GiveBackDialog), {
  ssr: false,
});

export interface GiveBackProps {
  id: string;
  name: string;
  doorName: string;
  part: WithdrawnPart;
}

/** Ends a withdrawal. Needs the words of `withdrawals` and `access`. */
export function GiveBackButton(props: GiveBackProps) {
  const t = useTranslations("withdrawals");
  const [open, setOpen] = useState(false);
  const { name, doorName, part } = props;
  return (
    <>
      <Button
        size="sm"
        icon="undo-2"
        aria-label={t("giveBack.of", { name, part: t(`part.${part}`), door: doorName })}
        onClick={() => setOpen(true)}
      >
        {t("giveBack.action")}
      </Button>
      {open && <GiveBackDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
