"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Menu } from "@/components/ui/menu";
import type { OperationKind } from "@/lib/db/schema";
import { kindIcons, type PressTarget } from "./press-target";

const PressDialog = dynamic(() => import("./press-dialog").then((module) => module.PressDialog), {
  ssr: false,
});

/** The same as the buttons, in the room of one. */
export function PressMenu({ target }: { target: PressTarget }) {
  const t = useTranslations("operations");
  const [kind, setKind] = useState<OperationKind | null>(null);
  return (
    <>
      <Menu
        label={t("menu", { door: target.name })}
        icon="lock-open"
        items={target.kinds.map((item) => ({
          id: item,
          label: t(`kind.${item}`),
          icon: kindIcons[item],
          onSelect: () => setKind(item),
        }))}
      />
      {kind && <PressDialog key={kind} target={target} kind={kind} onClose={() => setKind(null)} />}
    </>
  );
}
