"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelection } from "@/components/data-table/selection";
import { Button } from "@/components/ui/button";

const TakeOutDialog = dynamic(() => import("./take-out-dialog").then((module) => module.TakeOutDialog), {
  ssr: false,
});

export function MembersBulkBar({ teamId, teamName }: { teamId: string; teamName: string }) {
  const t = useTranslations("teams.detail");
  const { ids, clear } = useSelection();
  const [staffIds, setStaffIds] = useState<readonly string[] | null>(null);
  return (
    <>
      <Button size="sm" icon="minus" onClick={() => setStaffIds(ids)}>
        {t("removeMembers")}
      </Button>
      {staffIds && (
        <TakeOutDialog
          teamId={teamId}
          teamName={teamName}
          staffIds={staffIds}
          onClose={() => setStaffIds(null)}
          onDone={clear}
        />
      )}
    </>
  );
}
