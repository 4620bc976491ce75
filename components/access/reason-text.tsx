import { useLocale, useTranslations } from "next-intl";
import type { StatusReason } from "@/lib/access/status";
import { formatDate, formatDateTime } from "@/lib/time/format";

/** Why a credential is in its state. Instants need the door's zone; without it they are left out. */
export function ReasonText({ reason, timeZone }: { reason: StatusReason; timeZone?: string }) {
  const t = useTranslations();
  const locale = useLocale();
  const at = (instant: number | null) =>
    instant !== null && timeZone ? formatDateTime(instant, locale, timeZone) : null;

  switch (reason.key) {
    case "offline": {
      const since = at(reason.since);
      return since ? t("access.reason.offlineSince", { since }) : t("access.reason.offline");
    }
    case "not_yet":
      return timeZone
        ? t("access.reason.notYet", { when: formatDate(reason.notBefore, locale, timeZone) })
        : t("access.wait.not_yet");
    case "change": {
      const next = at(reason.nextTryAt);
      const parts = [codeText(reason.code, t), next && t("access.reason.nextTry", { when: next })];
      return parts.filter(Boolean).join(", ");
    }
    case "reconnect":
    case "pin_invalid":
      return t(`access.wait.${reason.key}`);
    case "accepted":
    case "busy":
    case "differs":
    case "suspended":
      return t(`access.reason.${reason.key}`);
    default:
      return t(`access.blocked.${reason.key}`);
  }
}

type Translate = ReturnType<typeof useTranslations<never>>;
type MessageKey = Parameters<Translate>[0];

/** A wait reason, a block reason or an error code; what no dictionary knows is Nuki's own message. */
function codeText(code: string | null, t: Translate): string {
  if (code === null) return "";
  const keys = [`access.wait.${code}`, `access.blocked.${code}`, `errors.${code}`, `changes.reason.${code}`];
  const known = /^\w+$/.test(code) ? keys.find((key) => t.has(key as MessageKey)) : undefined;
  return known ? t(known as MessageKey) : code;
}
