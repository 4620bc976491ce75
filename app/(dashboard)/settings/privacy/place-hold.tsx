"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const HoldDialog = dynamic(() => import("./hold-dialog").then((module) => module.HoldDialog), { ssr: false });

export function PlaceHold(props: { sites: readonly { id: string; name: string }[]; seesAll: boolean }) {
  const t = useTranslations("retention.hold");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="lock" onClick={() => setOpen(true)}>
        {t("place")}
      </Button>
      {isOpen && <HoldDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
