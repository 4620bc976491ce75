import { useLocale, useTranslations } from "next-intl";
import { formatDateTime } from "@/lib/time/format";
import type { VisitDoor } from "@/lib/visits/stay";

/** "Side entrance (offline since 08:12)": a door that is not where the visit wants it, and why. */
export function useDoorWhy(): (door: VisitDoor) => string {
  const t = useTranslations("visits");
  const tState = useTranslations("access.state");
  const locale = useLocale();
  return ({ doorName, timeZone, state, reason }) => {
    const why = () => {
      if (reason?.key === "offline") {
        return reason.since === null
          ? t("detail.offline")
          : t("detail.offlineSince", { when: formatDateTime(reason.since, locale, timeZone) });
      }
      // Its last day is over and nobody has looked yet: within minutes.
      return state === "active" ? t("doors.due") : tState(state);
    };
    return t("detail.stillDoor", { door: doorName, why: why() });
  };
}
