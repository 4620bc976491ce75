"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import type { OperationKind } from "@/lib/db/schema";
import { kindIcons, type PressTarget } from "./press-target";

const load = () => import("./press-dialog").then((module) => module.PressDialog);
const PressDialog = dynamic(load, { ssr: false });

/** The buttons of one door. `start` is asked about at once: the address of the page says so. */
export function PressButtons({
  target,
  start = null,
}: {
  target: PressTarget;
  start?: OperationKind | null;
}) {
  const t = useTranslations("operations");
  const [kind, setKind] = useState<OperationKind | null>(start);
  const [asked, setAsked] = useState(start);
  if (asked !== start) {
    setAsked(start);
    // The palette leads here from here, too; that the address has lost its question closes nothing.
    if (start) setKind(start);
  }
  useEffect(() => {
    if (!start) return;
    // Somebody who reloads the page does not want to be asked again.
    const url = new URL(window.location.href);
    url.searchParams.delete("operate");
    window.history.replaceState(null, "", url);
  }, [start]);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      <div
        role="group"
        aria-label={t("menu", { door: target.name })}
        className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
      >
        {target.kinds.map((item) => (
          <Button
            key={item}
            icon={kindIcons[item]}
            className="max-sm:min-h-12 max-sm:whitespace-normal"
            onPointerEnter={() => void load()}
            onFocus={() => void load()}
            onClick={() => setKind(item)}
          >
            {t(`kind.${item}`)}
          </Button>
        ))}
      </div>
      {kind && <PressDialog key={kind} target={target} kind={kind} onClose={() => setKind(null)} />}
    </>
  );
}
