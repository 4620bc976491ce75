"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useStepUp } from "@/components/step-up/use-step-up";
import { Checkbox } from "@/components/ui/checkbox";
import { showToast } from "@/components/ui/toast";
import type { PrivacySettings } from "@/lib/privacy/schema";
import { changePrivacyAction } from "./names/actions";

const ConfirmDialog = dynamic(
  () => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

const areas = { namesHidden: "privacy.names", inside: "privacy.inside" } as const;

/** One switch of the installation, saved at once. To show all names again is asked about first. */
export function PrivacySwitch({
  name,
  checked,
  mayWrite,
}: {
  name: keyof PrivacySettings;
  checked: boolean;
  mayWrite: boolean;
}) {
  const t = useTranslations();
  const router = useRouter();
  const { withStepUp, dialog } = useStepUp();
  const [asks, setAsks] = useState(false);
  const [pending, startTransition] = useTransition();

  function save(wanted: boolean) {
    startTransition(async () => {
      const result = await withStepUp(() => changePrivacyAction({ [name]: wanted })).catch(() => null);
      setAsks(false);
      if (result?.ok) showToast({ message: t(`${areas[name]}.${wanted ? "on" : "off"}`), tone: "ok" });
      else if (result === null) showToast({ message: t("common.form.lost"), tone: "danger" });
      else if (result.refusal.code !== "step_up_required")
        showToast({ message: t(`errors.${result.refusal.code}`), tone: "danger" });
      router.refresh();
    });
  }

  return (
    <>
      <Checkbox
        label={t(`${areas[name]}.switch`)}
        hint={t(`${areas[name]}.hint`)}
        checked={checked}
        disabled={!mayWrite || pending}
        onChange={(event) =>
          name === "namesHidden" && !event.target.checked ? setAsks(true) : save(event.target.checked)
        }
      />
      {asks && (
        <ConfirmDialog
          open
          title={t("privacy.names.offTitle")}
          confirmLabel={t("privacy.names.offConfirm")}
          pending={pending}
          danger
          onConfirm={() => save(false)}
          onOpenChange={(open) => !open && setAsks(false)}
        >
          {t("privacy.names.offText")}
        </ConfirmDialog>
      )}
      {dialog}
    </>
  );
}
