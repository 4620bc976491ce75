"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const WebhookSecretDialog = dynamic(
  () => import("./webhook-secret-dialog").then((module) => module.WebhookSecretDialog),
  {
    ssr: false,
  },
);

export function WebhookSecret({ accountId, isEntered }: { accountId: string; isEntered: boolean }) {
  const t = useTranslations("live.central");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="key-round" onClick={() => setOpen(true)}>
        {isEntered ? t("replace") : t("enter")}
      </Button>
      {open && <WebhookSecretDialog accountId={accountId} onClose={() => setOpen(false)} />}
    </>
  );
}
