"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const AdoptDialog = dynamic(() => import("./adopt-dialog").then((module) => module.AdoptDialog), {
  ssr: false,
});

export interface AdoptProps {
  deviceId: string;
  authId: string;
  /** The code's name on the keypad. */
  name: string;
  doorName: string;
  /** Who types the same digits elsewhere already. */
  owner: { readonly id: string; readonly name: string } | null;
  /** Other doors with the same digits that are nobody's. */
  doors: readonly string[];
}

export function AdoptButton(props: AdoptProps) {
  const t = useTranslations("keypads");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        icon="user"
        aria-label={t("adopt.label", { name: props.name })}
        onClick={() => setOpen(true)}
      >
        {t("detail.adopt")}
      </Button>
      {open && <AdoptDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
