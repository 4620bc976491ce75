"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { showToast } from "@/components/ui/toast";
import type { Problem, ProblemCode } from "@/lib/alerts/problem";
import type { Result } from "@/lib/result";
import { removeChannelAction, switchChannelAction, testChannelAction } from "./actions";

/** Try out, pause and remove one channel. */
export function ChannelButtons({
  channelId,
  target,
  enabled,
}: {
  channelId: string;
  target: string;
  enabled: boolean;
}) {
  const t = useTranslations("alerts.channel");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [removing, setRemoving] = useState(false);
  const [pending, startTransition] = useTransition();

  function run<T>(work: () => Promise<Result<T>>, done: (value: T) => void) {
    startTransition(async () => {
      const result = await work();
      if (result.ok) done(result.value);
      else showToast({ message: tErrors(result.refusal.code), tone: "danger" });
      setRemoving(false);
      router.refresh();
    });
  }

  function tellTest(problem: Problem | null) {
    if (problem === null) return showToast({ message: t("testDone"), tone: "ok" });
    const [code = "", ...said] = problem.split(": ");
    const why = [t(`trouble.${code as ProblemCode}`), said.join(": ")].filter(Boolean).join(" ");
    showToast({ message: t("testFailed", { why }), tone: "danger" });
  }

  return (
    <div className="flex flex-wrap gap-1">
      <Button
        size="sm"
        icon="send"
        pending={pending}
        aria-label={t("testOf", { target })}
        onClick={() =>
          run(
            () => testChannelAction({ channelId }),
            ({ problem }) => tellTest(problem),
          )
        }
      >
        {t("test")}
      </Button>
      <IconButton
        icon={enabled ? "pause" : "play"}
        label={t(enabled ? "pauseOf" : "resumeOf", { target })}
        disabled={pending}
        onClick={() =>
          run(
            () => switchChannelAction({ channelId, enabled: !enabled }),
            () => {},
          )
        }
      />
      <IconButton
        icon="trash-2"
        label={t("removeOf", { target })}
        disabled={pending}
        onClick={() => setRemoving(true)}
      />
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t("removeTitle", { target })}
        confirmLabel={t("remove")}
        danger
        pending={pending}
        onConfirm={() =>
          run(
            () => removeChannelAction({ channelId }),
            () => {},
          )
        }
      >
        {t("removeText")}
      </ConfirmDialog>
    </div>
  );
}
