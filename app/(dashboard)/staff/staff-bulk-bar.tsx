"use client";

import type { Route } from "next";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelection } from "@/components/data-table/selection";
import { Button } from "@/components/ui/button";
import { mostInAddress } from "@/lib/sheets/in-address";
import type { StatusVerb } from "./status-dialog";

const StatusDialog = dynamic(() => import("./status-dialog").then((module) => module.StatusDialog), {
  ssr: false,
});

/** What can be done with the selected people. */
export function StaffBulkBar({
  mayRemove,
  mayPrint,
  mayRotate,
}: {
  mayRemove: boolean;
  mayPrint: boolean;
  mayRotate: boolean;
}) {
  const t = useTranslations("staff.bulk");
  const tSheets = useTranslations("sheets.entry");
  const tRotations = useTranslations("rotations.entry");
  const router = useRouter();
  const { ids, clear } = useSelection();
  const [open, setOpen] = useState<{ verb: StatusVerb; staffIds: readonly string[] } | null>(null);
  const ask = (verb: StatusVerb) => setOpen({ verb, staffIds: ids });
  const goTo = (page: string) => {
    const named = ids.slice(0, mostInAddress).map((id) => `staff=${id}`);
    router.push(`${page}?${named.join("&")}` as Route);
  };
  return (
    <>
      {mayPrint && (
        <Button size="sm" icon="printer" onClick={() => goTo("/codes/sheets/new")}>
          {tSheets("print")}
        </Button>
      )}
      {mayRotate && (
        <Button size="sm" icon="refresh-cw" onClick={() => goTo("/codes/rotations/new")}>
          {tRotations("newCodes")}
        </Button>
      )}
      <Button size="sm" icon="pause" onClick={() => ask("suspend")}>
        {t("suspend")}
      </Button>
      <Button size="sm" icon="play" onClick={() => ask("resume")}>
        {t("resume")}
      </Button>
      {mayRemove && (
        <Button size="sm" icon="trash-2" onClick={() => ask("remove")}>
          {t("remove")}
        </Button>
      )}
      {open && (
        <StatusDialog
          verb={open.verb}
          staffIds={open.staffIds}
          title={t(`${open.verb}Title`, { count: open.staffIds.length })}
          typeCount={open.verb === "remove"}
          onClose={() => setOpen(null)}
          onDone={clear}
        />
      )}
    </>
  );
}
