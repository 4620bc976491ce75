import { createTranslator } from "next-intl";
import { messages } from "@/lib/i18n/dictionaries";
import { formatDateTime, type TimeLocale } from "@/lib/time/format";
import type { OpenDoor } from "./readiness";

/** "Waiting for door: Door is offline since 08:12": why a door is not on a sheet, in one line. */
export function whyText({ state, reason, timeZone }: OpenDoor, locale: TimeLocale): string {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "access" });
  const words = reason === null ? null : reasonWords(reason);
  return [t(`state.${state}`), words].filter(Boolean).join(": ");

  function reasonWords(why: NonNullable<OpenDoor["reason"]>): string | null {
    switch (why.key) {
      case "offline":
        return why.since === null
          ? t("reason.offline")
          : t("reason.offlineSince", { since: formatDateTime(why.since, locale, timeZone) });
      case "not_yet":
      case "reconnect":
      case "pin_invalid":
        return t(`wait.${why.key}`);
      case "accepted":
      case "busy":
      case "differs":
      case "suspended":
        return t(`reason.${why.key}`);
      case "change":
        return null;
      default:
        return t(`blocked.${why.key}`);
    }
  }
}
