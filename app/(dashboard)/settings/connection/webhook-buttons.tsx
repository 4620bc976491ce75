"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { switchOffWebhookAction, switchOnWebhookAction } from "./actions";
import { useWebhook } from "./use-webhook";

const ConfirmDialog = dynamic(() => import("@/components/ui/confirm-dialog").then((m) => m.ConfirmDialog), {
  ssr: false,
});

export function WebhookOn({ accountId }: { accountId: string }) {
  const t = useTranslations("live.news");
  const { run, pending } = useWebhook();
  return (
    <Button
      icon="webhook"
      pending={pending}
      onClick={() => run(() => switchOnWebhookAction({ accountId }), t("isOn"))}
    >
      {t("on")}
    </Button>
  );
}

/** Ends a webhook after asking once: the one that we registered, or the belief in the one that was set up by hand. */
export function WebhookOff({ accountId, kind }: { accountId: string; kind: "central" | "decentral" }) {
  const t = useTranslations("live");
  const { run, pending } = useWebhook();
  const [open, setOpen] = useState(false);
  const words =
    kind === "decentral"
      ? { button: t("news.off"), title: t("news.offTitle"), text: t("news.offText"), done: t("news.isOff") }
      : {
          ...{ button: t("central.forget"), title: t("central.forgetTitle") },
          ...{ text: t("central.forgetText"), done: t("central.forgotten") },
        };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.button}</Button>
      {open && (
        <ConfirmDialog
          open
          onOpenChange={setOpen}
          title={words.title}
          confirmLabel={words.button}
          onConfirm={() =>
            run(
              () => switchOffWebhookAction({ accountId, kind }),
              words.done,
              () => setOpen(false),
            )
          }
          pending={pending}
        >
          {words.text}
        </ConfirmDialog>
      )}
    </>
  );
}
