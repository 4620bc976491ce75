"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useProblem } from "@/components/form/use-problem";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { showToast } from "@/components/ui/toast";
import type { ExpiredCode } from "@/lib/keypads/clean-up";
import type { Result } from "@/lib/result";
import { formatDateTime } from "@/lib/time/format";
import { cleanUpAction, previewCleanUpAction } from "./actions";
import type { CleanUpProps } from "./clean-up-button";

/** What the plan has for each expired code of ours, before it is asked for. */
export function CleanUpDialog({ deviceIds, foreign, onClose }: CleanUpProps & { onClose: () => void }) {
  const t = useTranslations("keypads.cleanUp");
  const tRoot = useTranslations();
  const router = useRouter();
  const [codes, setCodes] = useState<readonly ExpiredCode[] | null>(null);
  const { problem, pending, run } = useProblem();

  function ask<T>(work: () => Promise<Result<T>>, done: (value: T) => void) {
    run(async () => {
      const result = await work();
      if (!result.ok) return result.refusal;
      done(result.value);
      return null;
    });
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => ask(() => previewCleanUpAction({ deviceIds: [...deviceIds] }), setCodes), []);

  const confirm = () =>
    ask(
      () => cleanUpAction({ deviceIds: [...deviceIds] }),
      ({ count }) => {
        showToast({ message: t("done", { count }) });
        onClose();
        router.refresh();
      },
    );
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("title")}
      description={t("text")}
      locked={pending && codes !== null}
      footer={
        <>
          <Button onClick={onClose}>{tRoot("common.cancel")}</Button>
          <Button
            variant="danger"
            disabled={codes === null}
            pending={pending && codes !== null}
            onClick={confirm}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {problem !== null && (
          <Callout tone="danger" live>
            {problem}
          </Callout>
        )}
        {codes === null && problem === null && (
          <div role="status">
            <span className="sr-only">{tRoot("common.loading")}</span>
            <Skeleton className="h-20 w-full" />
          </div>
        )}
        {codes && (
          <ul className="divide-y divide-line rounded-md border border-line">
            {codes.map((code) => (
              <CodeLine key={code.authId} code={code} />
            ))}
          </ul>
        )}
        {foreign > 0 && <p className="text-sm text-muted">{t("foreign", { count: foreign })}</p>}
      </div>
    </Dialog>
  );
}

function CodeLine({ code }: { code: ExpiredCode }) {
  const t = useTranslations("keypads.cleanUp");
  const tAccess = useTranslations("access.wait");
  const locale = useLocale();
  const ended = code.validUntil === null ? null : formatDateTime(code.validUntil, locale, code.timeZone);
  return (
    <li className="px-3 py-2">
      <span className="font-medium">{code.staffName}</span>{" "}
      <span className="text-muted">
        {code.doorName}
        {ended && ` · ${t("ended", { when: ended })}`}
      </span>
      <span className={`block text-sm ${code.fate === "removed" ? "text-danger" : "text-muted"}`}>
        {t(`fate.${code.fate}`)}
        {code.waits && ` · ${t("waits", { reason: tAccess(code.waits) })}`}
      </span>
    </li>
  );
}
