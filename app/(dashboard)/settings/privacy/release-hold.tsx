"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const ReleaseDialog = dynamic(() => import("./release-dialog").then((module) => module.ReleaseDialog), {
  ssr: false,
});

export function ReleaseHold(props: { holdId: string; what: string }) {
  const t = useTranslations("retention.hold");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" aria-label={t("releaseOf", { what: props.what })} onClick={() => setOpen(true)}>
        {t("release")}
      </Button>
      {isOpen && <ReleaseDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
