"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { syncDeviceAction } from "../actions";

/** Asks one device to tell Nuki all that it has, as "Update now" does in Nuki Web. */
export function SyncButton({ deviceId }: { deviceId: string }) {
  const t = useTranslations();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  function sync() {
    startTransition(async () => {
      const result = await syncDeviceAction({ deviceId });
      if (result.ok) showToast({ message: t("doorSettings.sync.done"), tone: "info" });
      else showToast({ message: t(`errors.${result.refusal.code}`), tone: "danger" });
      router.refresh();
    });
  }
  return (
    <Button icon="refresh-cw" pending={pending} onClick={sync}>
      {t("doorSettings.sync.action")}
    </Button>
  );
}
