"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { StaffStatus } from "@/lib/db/tables/intent";
import type { StatusVerb } from "../status-dialog";

const StatusDialog = dynamic(() => import("../status-dialog").then((module) => module.StatusDialog), {
  ssr: false,
});

const doneWords = { suspend: "suspended", resume: "resumed", remove: "removed" } as const;

/** Suspend, resume, remove: each shows what it does before it does it. */
export function StaffActions({
  staffId,
  name,
  status,
  mayRemove,
}: {
  staffId: string;
  name: string;
  status: StaffStatus;
  mayRemove: boolean;
}) {
  const t = useTranslations("staff.detail");
  const [verb, setVerb] = useState<StatusVerb | null>(null);
  return (
    <>
      {status === "active" && (
        <Button icon="pause" onClick={() => setVerb("suspend")}>
          {t("suspend")}
        </Button>
      )}
      {status === "suspended" && (
        <Button icon="play" onClick={() => setVerb("resume")}>
          {t("resume")}
        </Button>
      )}
      {mayRemove && (
        <Button icon="trash-2" onClick={() => setVerb("remove")}>
          {t("remove")}
        </Button>
      )}
      {verb && (
        <StatusDialog
          verb={verb}
          staffIds={[staffId]}
          title={t(`${verb}Title`, { name })}
          doneText={t(doneWords[verb], { name })}
          onClose={() => setVerb(null)}
        >
          <p className="text-muted">{t(`${verb}Text`)}</p>
        </StatusDialog>
      )}
    </>
  );
}
