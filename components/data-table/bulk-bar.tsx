"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { useSelection } from "./selection";

export function BulkBar({ count, children }: { count: number; children: ReactNode }) {
  const t = useTranslations("common.table");
  const { clear } = useSelection();
  return (
    <section
      aria-label={t("bulk")}
      className="sticky top-16 z-20 flex flex-wrap items-center gap-2 rounded-lg border border-accent/30 bg-accent-soft px-3 py-2"
    >
      <p role="status" className="tnum mr-2 font-medium">
        {t("selected", { count })}
      </p>
      {children}
      <Button variant="ghost" className="ml-auto" onClick={clear}>
        {t("clearSelection")}
      </Button>
    </section>
  );
}
