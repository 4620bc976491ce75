"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const TeamDialog = dynamic(() => import("./team-dialog").then((module) => module.TeamDialog), { ssr: false });

export function AddTeam() {
  const t = useTranslations("teams");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" icon="plus" onClick={() => setOpen(true)}>
        {t("add")}
      </Button>
      {open && <TeamDialog team={null} onClose={() => setOpen(false)} />}
    </>
  );
}
