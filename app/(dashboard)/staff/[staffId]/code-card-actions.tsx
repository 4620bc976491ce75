"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const CodeChangeDialog = dynamic(
  () => import("./code-card-change-dialog").then((module) => module.CodeChangeDialog),
  { ssr: false },
);
const TypeCodeDialog = dynamic(
  () => import("./code-card-type-dialog").then((module) => module.TypeCodeDialog),
  { ssr: false },
);

/** Another code, one that somebody chose, or none any more: each shows what it does before it does it. */
export function CodeCardActions({
  staffId,
  name,
  hasCode,
  mayRotate,
  mayWrite,
}: {
  staffId: string;
  name: string;
  hasCode: boolean;
  mayRotate: boolean;
  mayWrite: boolean;
}) {
  const t = useTranslations("codes.card");
  const [open, setOpen] = useState<"compromised" | "none_yet" | "disable" | "type" | null>(null);
  if (!mayRotate && !mayWrite) return null;
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap gap-2" data-print="none">
      {mayRotate && hasCode && (
        <Button size="sm" icon="shield-alert" onClick={() => setOpen("compromised")}>
          {t("compromised")}
        </Button>
      )}
      {mayRotate && !hasCode && (
        <Button size="sm" icon="plus" onClick={() => setOpen("none_yet")}>
          {t("give")}
        </Button>
      )}
      {mayWrite && (
        <Button size="sm" icon="pencil" onClick={() => setOpen("type")}>
          {t(hasCode ? "typeAnother" : "type")}
        </Button>
      )}
      {mayRotate && hasCode && (
        <Button size="sm" icon="circle-minus" onClick={() => setOpen("disable")}>
          {t("disable")}
        </Button>
      )}
      {open === "type" && <TypeCodeDialog staffId={staffId} name={name} onClose={close} />}
      {open !== null && open !== "type" && (
        <CodeChangeDialog what={open} staffId={staffId} name={name} onClose={close} />
      )}
    </div>
  );
}
