import { useTranslations } from "next-intl";
import { doorKeyOf, stateKeyOf } from "@/lib/devices/facts";
import type { DoorOffer } from "@/lib/operations/offer";
import type { PressTarget } from "./press-target";

/** For server components: the words of the devices stay on the server. */
export function usePressTarget(): (offer: DoorOffer) => PressTarget {
  const t = useTranslations("devices");
  return (offer) => {
    const { type, state, doorState, deviceId, name, kinds, reasonRequired, seenAt, timeZone } = offer;
    const stateKey = stateKeyOf(type, state);
    const doorKey = doorKeyOf(doorState);
    const words = [
      stateKey ? t(`state.${stateKey}`) : t("unknownState", { state: state ?? "" }),
      ...(doorKey ? [t(`sensor.${doorKey}`)] : []),
    ];
    return {
      ...{ deviceId, name, kinds, reasonRequired, seenAt, timeZone },
      siteName: offer.siteName ?? "",
      stateText: words.join(", "),
    };
  };
}
