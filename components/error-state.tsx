"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export interface ErrorStateProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** What stands where a page could not be made. The address stays, so trying again asks for the same view. */
export function ErrorState({ error, reset }: ErrorStateProps) {
  const t = useTranslations("common");
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  function retry() {
    startTransition(() => {
      router.refresh();
      reset();
    });
  }

  return (
    <div role="alert">
      <EmptyState
        icon="triangle-alert"
        title={t("error.title")}
        action={
          <>
            <Button variant="primary" icon="rotate-ccw" pending={pending} onClick={retry}>
              {t("retry")}
            </Button>
            <LinkButton href="/">{t("error.home")}</LinkButton>
          </>
        }
      >
        <p>{t("error.text")}</p>
        {error.digest && <p className="mt-2 text-sm">{t("error.reference", { digest: error.digest })}</p>}
      </EmptyState>
    </div>
  );
}
