"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { AccessKind, WithdrawnPart } from "@/lib/access/types";

const WithdrawDialog = dynamic(() => import("./withdraw-dialog").then((module) => module.WithdrawDialog), {
  ssr: false,
});

export interface WithdrawProps {
  staffId: string;
  name: string;
  deviceId: string;
  doorName: string;
  /** What there is to take away; everything comes first. */
  parts: readonly WithdrawnPart[];
}

/** The way to take one person's access at one door away. Needs the words of `withdrawals` and `access`. */
export function WithdrawButton({ kind, ...props }: WithdrawProps & { kind: AccessKind }) {
  const t = useTranslations("withdrawals.withdraw");
  const tKind = useTranslations("access.kind");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="-ml-2.5"
        aria-label={t("of", { door: props.doorName, kind: tKind(kind) })}
        onClick={() => setOpen(true)}
      >
        {t("action")}
      </Button>
      {open && <WithdrawDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
