"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { resolveSettingAction } from "../actions";

type Take = "device" | "mine";

/** What a person decides when somebody else changed the same setting, or before anything was sent. */
export function ResolveSetting({
  changeId,
  seen,
  label,
  kind,
}: {
  changeId: string;
  seen: boolean | number | string;
  /** Which setting it is about, for who hears only the buttons. */
  label: string;
  kind: "both" | "device" | "withdraw";
}) {
  const t = useTranslations();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  function take(choice: Take) {
    startTransition(async () => {
      const result = await resolveSettingAction({ changeId, seen, take: choice });
      const done = choice === "mine" ? "again" : kind === "withdraw" ? "withdrawn" : "taken";
      if (result.ok) showToast({ message: t(`doorSettings.review.${done}`) });
      else showToast({ message: t(`errors.${result.refusal.code}`), tone: "danger" });
      router.refresh();
    });
  }
  const words = kind === "withdraw" ? t("doorSettings.review.withdraw") : t("doorSettings.review.device");
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      <Button size="sm" pending={pending} aria-label={`${words}: ${label}`} onClick={() => take("device")}>
        {words}
      </Button>
      {kind === "both" && (
        <Button
          size="sm"
          pending={pending}
          aria-label={`${t("doorSettings.review.mine")}: ${label}`}
          onClick={() => take("mine")}
        >
          {t("doorSettings.review.mine")}
        </Button>
      )}
    </div>
  );
}
