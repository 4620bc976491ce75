import type { DoorOffer } from "@/lib/operations/offer";
import { PressMenu } from "./press-menu";
import { usePressTarget } from "./use-press-target";

/**
 * What can be done with a door, as one button of a row; nothing where it offers none. The page gives its client components
 * the words of "operations".
 */
export function OperateMenu({ offer }: { offer: DoorOffer | null | undefined }) {
  const targetOf = usePressTarget();
  return offer && offer.kinds.length > 0 ? <PressMenu target={targetOf(offer)} /> : null;
}
