"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelection } from "@/components/data-table/selection";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { type Reduction, reductions } from "@/lib/reviews/schema";

const ManyDialog = dynamic(() => import("./many-dialog").then((module) => module.ManyDialog), { ssr: false });

export interface Asked {
  readonly decision: "keep" | "reduce" | "revoke";
  readonly reduce: Reduction | null;
  readonly itemIds: readonly number[];
}

/** What can be decided about the selected rows. */
export function DecideMany({ reviewId }: { reviewId: string }) {
  const t = useTranslations("reviews");
  const { ids, clear } = useSelection();
  const [open, setOpen] = useState<Asked | null>(null);
  const ask = (decision: Asked["decision"], reduce: Reduction | null = null) =>
    setOpen({ decision, reduce, itemIds: ids.map(Number) });
  return (
    <>
      <Button size="sm" icon="check" onClick={() => ask("keep")}>
        {t("bulk.keep")}
      </Button>
      <Menu
        label={t("bulk.reduce")}
        text={t("bulk.reduce")}
        icon="minus"
        align="start"
        items={reductions.map((part) => ({
          id: part,
          label: t(`reduce.${part}`),
          onSelect: () => ask("reduce", part),
        }))}
      />
      <Button size="sm" icon="x" onClick={() => ask("revoke")}>
        {t("bulk.revoke")}
      </Button>
      {open && <ManyDialog reviewId={reviewId} asked={open} onClose={() => setOpen(null)} onDone={clear} />}
    </>
  );
}
