"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTest } from "./use-test";

const ReplaceTokenDialog = dynamic(
  () => import("./replace-token-dialog").then((module) => module.ReplaceTokenDialog),
  { ssr: false },
);

export function ReplaceToken({ accountId }: { accountId: string }) {
  const t = useTranslations("settings.replace");
  const [open, setOpen] = useState(false);
  const { test, pending } = useTest(accountId);
  return (
    <>
      <Button icon="key-round" pending={pending} onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open && (
        <ReplaceTokenDialog
          accountId={accountId}
          onClose={() => setOpen(false)}
          onSaved={() => {
            setOpen(false);
            test();
          }}
        />
      )}
    </>
  );
}
