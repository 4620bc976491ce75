"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const AreasDialog = dynamic(() => import("./areas-dialog").then((module) => module.AreasDialog), {
  ssr: false,
});

export interface AreasProps {
  readonly deviceId: string;
  readonly name: string;
  /** The areas that the door is in. */
  readonly before: readonly string[];
  readonly options: readonly { readonly id: string; readonly name: string }[];
}

/** Says in which areas a door is. */
export function AreasButton(props: AreasProps) {
  const t = useTranslations("devices.areas");
  const [open, setOpen] = useState(false);
  return (
    <span className="mt-1 block">
      <Button size="sm" icon="pencil" onClick={() => setOpen(true)}>
        {t("edit")}
      </Button>
      {open && <AreasDialog {...props} onClose={() => setOpen(false)} />}
    </span>
  );
}
