import type { IconName } from "@/components/ui/icon";
import type { SheetMove } from "@/lib/sheets/schema";

export const moveIcons: Record<SheetMove, IconName> = {
  collect: "handshake",
  return: "undo-2",
  destroy: "trash-2",
};
