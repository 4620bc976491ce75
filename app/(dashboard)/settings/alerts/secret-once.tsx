"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { showToast } from "@/components/ui/toast";

/** The key of a new webhook: nobody can have it shown again. */
export function SecretOnce({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("alerts.channel");
  const tCommon = useTranslations("common");
  const id = useId();

  async function copy() {
    await navigator.clipboard.writeText(secret);
    showToast({ message: t("secretCopied"), tone: "ok" });
  }

  return (
    <Dialog open onOpenChange={onClose} title={t("secretTitle")} description={t("secretText")}>
      <div className="space-y-4">
        <div className="space-y-1.5">
          <Label htmlFor={id}>{t("secret")}</Label>
          <Input
            id={id}
            readOnly
            value={secret}
            className="font-mono"
            onFocus={(event) => event.target.select()}
          />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button icon="copy" onClick={copy}>
            {t("secretCopy")}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {tCommon("close")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
