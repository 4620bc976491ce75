"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const RemoveRuleDialog = dynamic(
  () => import("./remove-rule-dialog").then((module) => module.RemoveRuleDialog),
  { ssr: false },
);

export function RemoveRule({ ruleId, name }: { ruleId: string; name: string }) {
  const t = useTranslations("common");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="trash-2" onClick={() => setOpen(true)}>
        {t("remove")}
      </Button>
      {open && <RemoveRuleDialog ruleId={ruleId} name={name} onClose={() => setOpen(false)} />}
    </>
  );
}
