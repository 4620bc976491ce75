"use client";

import { useTranslations } from "next-intl";
import { useSelection } from "@/components/data-table/selection";
import { Button } from "@/components/ui/button";
import { sheetMoves } from "@/lib/sheets/schema";
import { moveIcons } from "./move-look";
import { useMoves } from "./use-moves";

/** What was done with the selected sheets. */
export function RegisterBar() {
  const t = useTranslations("sheets.move");
  const { ids, clear } = useSelection();
  const { move, pending } = useMoves();
  return sheetMoves.map((what) => (
    <Button
      key={what}
      size="sm"
      icon={moveIcons[what]}
      pending={pending === what}
      onClick={() => move(what, ids, clear)}
    >
      {t(what)}
    </Button>
  ));
}
