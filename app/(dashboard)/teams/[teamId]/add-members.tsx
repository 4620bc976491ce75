"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const AddMembersSheet = dynamic(
  () => import("./add-members-sheet").then((module) => module.AddMembersSheet),
  { ssr: false },
);

export function AddMembers({ teamId, teamName }: { teamId: string; teamName: string }) {
  const t = useTranslations("teams.detail");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" icon="plus" onClick={() => setOpen(true)}>
        {t("addMembers")}
      </Button>
      {open && <AddMembersSheet teamId={teamId} teamName={teamName} onClose={() => setOpen(false)} />}
    </>
  );
}
