"use client";

import { useTranslations } from "next-intl";
import { useSelection } from "@/components/data-table/selection";
import { Button } from "@/components/ui/button";
import { useRetry } from "./use-retry";

/** What can be done with the selected changes. */
export function RetryBar() {
  const t = useTranslations("changes");
  const { ids, clear } = useSelection();
  const { retry, pending } = useRetry();
  return (
    <Button size="sm" icon="rotate-ccw" pending={pending} onClick={() => retry(ids, clear)}>
      {t("retry")}
    </Button>
  );
}
