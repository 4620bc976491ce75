"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const TeamDialog = dynamic(() => import("../team-dialog").then((module) => module.TeamDialog), {
  ssr: false,
});
const RemoveTeamDialog = dynamic(() => import("./remove-team").then((module) => module.RemoveTeamDialog), {
  ssr: false,
});

export function TeamActions({ teamId, name }: { teamId: string; name: string }) {
  const t = useTranslations("teams");
  const [open, setOpen] = useState<"rename" | "remove" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Button icon="pencil" onClick={() => setOpen("rename")}>
        {t("rename")}
      </Button>
      <Button icon="trash-2" onClick={() => setOpen("remove")}>
        {t("remove")}
      </Button>
      {open === "rename" && <TeamDialog team={{ id: teamId, name }} onClose={close} />}
      {open === "remove" && <RemoveTeamDialog teamId={teamId} name={name} onClose={close} />}
    </>
  );
}
