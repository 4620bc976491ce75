"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelection } from "@/components/data-table/selection";
import { Button } from "@/components/ui/button";
import type { SelectOption } from "@/components/ui/select";

const PlaceDialog = dynamic(() => import("./place-dialog").then((module) => module.PlaceDialog), {
  ssr: false,
});

/** What can be done with the selected devices. */
export function LockBulkBar({ sites }: { sites: readonly SelectOption[] }) {
  const t = useTranslations("devices.place");
  const { ids, clear } = useSelection();
  const [open, setOpen] = useState<readonly string[] | null>(null);
  return (
    <>
      <Button size="sm" icon="map-pin" onClick={() => setOpen(ids)}>
        {t("action")}
      </Button>
      {open && (
        <PlaceDialog
          deviceIds={open}
          sites={sites}
          current=""
          title={t("titleMany", { count: open.length })}
          onClose={() => setOpen(null)}
          onDone={clear}
        />
      )}
    </>
  );
}
