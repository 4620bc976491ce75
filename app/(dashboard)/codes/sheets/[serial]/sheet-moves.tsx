"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { SheetMove } from "@/lib/sheets/schema";
import { moveIcons } from "../move-look";
import { useMoves } from "../use-moves";

/** What can be written down about this sheet; the likely one first. */
export function SheetMoves({ serial, moves }: { serial: string; moves: readonly SheetMove[] }) {
  const t = useTranslations("sheets.move");
  const { move, pending } = useMoves();
  return moves.map((what) => (
    <Button
      key={what}
      icon={moveIcons[what]}
      variant={what === "collect" ? "primary" : "secondary"}
      pending={pending === what}
      onClick={() => move(what, [serial])}
    >
      {t(what)}
    </Button>
  ));
}
