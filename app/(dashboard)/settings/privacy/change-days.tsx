"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { RetentionSubject } from "@/lib/retention/schema";

const DaysDialog = dynamic(() => import("./days-dialog").then((module) => module.DaysDialog), { ssr: false });

export function ChangeDays(props: {
  subject: RetentionSubject;
  days: number | null;
  isHeld: boolean;
  what: string;
}) {
  const t = useTranslations("retention.kept");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" aria-label={t("changeOf", { what: props.what })} onClick={() => setOpen(true)}>
        {t("change")}
      </Button>
      {isOpen && <DaysDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
