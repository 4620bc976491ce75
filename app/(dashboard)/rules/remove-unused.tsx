"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "@/components/form/use-problem";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { LinkButton } from "@/components/ui/link-button";
import { showToast } from "@/components/ui/toast";
import type { Result } from "@/lib/result";

/** Removes what no rule uses any more, and leads to the rules while some do. */
export function RemoveUnused({
  title,
  text,
  usedText,
  doneText,
  rules,
  rulesHref,
  listHref,
  remove,
}: {
  title: string;
  text: string;
  usedText: string;
  doneText: string;
  rules: number;
  rulesHref: string;
  listHref: "/schedules" | "/areas";
  remove: () => Promise<Result<null>>;
}) {
  const t = useTranslations();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { problem, refusal, pending, run } = useProblem();
  const isUsed = rules > 0 || refusal?.code === "in_use";

  const confirm = () =>
    run(async () => {
      const result = await remove();
      if (!result.ok) return result.refusal;
      showToast({ message: doneText });
      router.push(listHref);
      router.refresh();
      return null;
    });

  return (
    <>
      <Button icon="trash-2" onClick={() => setOpen(true)}>
        {t("common.remove")}
      </Button>
      {open && isUsed && (
        <Dialog
          open
          onOpenChange={setOpen}
          title={title}
          footer={
            <>
              <Button onClick={() => setOpen(false)}>{t("common.close")}</Button>
              <LinkButton href={rulesHref} variant="primary">
                {t("rules.show", { count: rules })}
              </LinkButton>
            </>
          }
        >
          <p>{usedText}</p>
        </Dialog>
      )}
      <ConfirmDialog
        open={open && !isUsed}
        onOpenChange={setOpen}
        title={title}
        confirmLabel={t("common.remove")}
        onConfirm={confirm}
        pending={pending}
        danger
      >
        <p>{text}</p>
        {problem !== null && (
          <Callout tone="danger" live className="mt-3">
            {problem}
          </Callout>
        )}
      </ConfirmDialog>
    </>
  );
}
