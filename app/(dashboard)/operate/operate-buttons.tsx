import type { OperationKind } from "@/lib/db/schema";
import type { DoorOffer } from "@/lib/operations/offer";
import { PressButtons } from "./press-buttons";
import { usePressTarget } from "./use-press-target";

/**
 * The buttons of one door, or nothing where it offers none. The page gives its client components the words of
 * "operations".
 */
export function OperateButtons({
  offer,
  start,
}: {
  offer: DoorOffer | null | undefined;
  /** The page's `?operate=`. */
  start?: string | readonly string[] | undefined;
}) {
  const targetOf = usePressTarget();
  if (!offer || offer.kinds.length === 0) return null;
  const asked: OperationKind | undefined = offer.kinds.find((kind) => kind === start);
  return <PressButtons target={targetOf(offer)} start={asked ?? null} />;
}
