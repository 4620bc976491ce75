"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { LongerStayProps } from "./longer-props";

const AskDialog = dynamic(() => import("./ask-dialog").then((module) => module.AskDialog), { ssr: false });
const WriteDownDialog = dynamic(
  () => import("./write-down-dialog").then((module) => module.WriteDownDialog),
  { ssr: false },
);

/** Asks the host by mail, or writes down what the host said where mail cannot. */
export function LongerStay({
  byMail,
  byWord,
  ...props
}: LongerStayProps & { byMail: boolean; byWord: boolean }) {
  const t = useTranslations("visits.longer");
  const [open, setOpen] = useState<"ask" | "write" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {byMail && (
        <Button icon="mail" onClick={() => setOpen("ask")}>
          {t("ask")}
        </Button>
      )}
      {byWord && (
        <Button icon="pencil" onClick={() => setOpen("write")}>
          {byMail ? t("writeDown") : t("ask")}
        </Button>
      )}
      {open === "ask" && <AskDialog {...props} onClose={close} />}
      {open === "write" && <WriteDownDialog {...props} onClose={close} />}
    </>
  );
}
