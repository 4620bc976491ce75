"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const ChannelDialog = dynamic(() => import("./channel-dialog").then((module) => module.ChannelDialog), {
  ssr: false,
});

/** Adds a mail address or an address that is called. */
export function AddChannel({ mailConfigured, timeZone }: { mailConfigured: boolean; timeZone: string }) {
  const t = useTranslations("alerts.channel");
  const [open, setOpen] = useState<"mail" | "webhook" | null>(null);
  return (
    <>
      <Button size="sm" icon="mail" disabled={!mailConfigured} onClick={() => setOpen("mail")}>
        {t("addMail")}
      </Button>
      <Button size="sm" icon="webhook" onClick={() => setOpen("webhook")}>
        {t("addWebhook")}
      </Button>
      {open && <ChannelDialog kind={open} timeZone={timeZone} onClose={() => setOpen(null)} />}
    </>
  );
}
