"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState, useTransition } from "react";
import { hideSoon } from "@/components/access/hide-soon";
import { Field } from "@/components/form/field";
import { useStepUp } from "@/components/step-up/use-step-up";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Input } from "@/components/ui/input";
import type { DoorCodes as Listed } from "@/lib/codes/door-codes";
import { listCodesOfDoorAction } from "../../actions";
import { WatermarkedList } from "./watermarked-list";

const shownForMs = 60_000;

/** Says why, gives the password, sees the list for a minute, and it is gone as soon as the window loses the focus. */
export function DoorCodes({ deviceId, doorName }: { deviceId: string; doorName: string }) {
  const t = useTranslations();
  const { withStepUp, dialog } = useStepUp();
  const [reason, setReason] = useState("");
  const [listed, setListed] = useState<Listed | null>(null);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [pending, startTransition] = useTransition();

  useEffect(() => (listed ? hideSoon(() => setListed(null), shownForMs) : undefined), [listed]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason.trim().length < 5) {
      setProblem(t("codes.list.reasonShort"));
      return;
    }
    setProblem(undefined);
    startTransition(async () => {
      const result = await withStepUp(() => listCodesOfDoorAction({ deviceId, reason })).catch(() => null);
      if (result?.ok) setListed(result.value);
      else if (result === null) setProblem(t("common.form.lost"));
      else if (result.refusal.code !== "step_up_required") setProblem(t(`errors.${result.refusal.code}`));
    });
  }

  if (listed) {
    return (
      <WatermarkedList
        listed={listed}
        label={t("codes.list.titleOf", { door: doorName })}
        onHide={() => setListed(null)}
      />
    );
  }
  return (
    <form method="post" noValidate onSubmit={submit} className="max-w-xl space-y-4">
      <Callout tone="danger" title={t("codes.list.warnTitle")}>
        {t("codes.list.warn")}
      </Callout>
      <Field label={t("codes.list.reason")} hint={t("codes.list.reasonHint")} error={problem} required>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="danger" icon="eye" pending={pending}>
        {t("codes.list.show")}
      </Button>
      {dialog}
    </form>
  );
}
