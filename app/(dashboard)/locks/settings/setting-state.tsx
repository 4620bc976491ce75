import { useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { SettingRow } from "@/lib/device-settings/queries";
import { ResolveSetting } from "./resolve-setting";
import { valueText } from "./setting-words";

type Look = { tone: Tone; icon: IconName; spin?: boolean };
type Shown =
  | "planned"
  | "waiting"
  | "syncing"
  | "sending"
  | "accepted"
  | "confirmed"
  | "failed"
  | "needs_review";

const looks: Record<Shown, Look> = {
  planned: { tone: "neutral", icon: "circle-dashed" },
  waiting: { tone: "warn", icon: "hourglass" },
  syncing: { tone: "accent", icon: "loader-circle", spin: true },
  sending: { tone: "accent", icon: "send" },
  accepted: { tone: "accent", icon: "loader-circle", spin: true },
  confirmed: { tone: "ok", icon: "circle-check" },
  failed: { tone: "danger", icon: "circle-x" },
  needs_review: { tone: "warn", icon: "circle-question-mark" },
};

const reasons: readonly Reason[] = [
  ...(["offline", "reconnect", "pin_invalid", "missing", "busy", "unreachable"] as const),
  ...(["nuki_unauthorized", "nuki_refused", "not_shown", "no_answer"] as const),
];
type Reason = keyof typeof import("@/lib/i18n/messages/en/door-settings.json")["reason"];

/** How long a confirmed change is still worth a word. */
const confirmedForMs = 10 * 60_000;

/** How the last change of a setting stands: an icon with a word, why it waits, and what a person has to decide. */
export function SettingState({
  row: { setting, value, change },
  now,
  mayWrite,
}: {
  row: SettingRow;
  now: number;
  mayWrite: boolean;
}) {
  const t = useTranslations("doorSettings");
  const locale = useLocale();
  if (!change || change.reason === "withdrawn" || change.reason === "kept") return null;
  const { state, reason, closedAt, before, after } = change;
  if (state === "confirmed" && (!closedAt || now - closedAt.getTime() > confirmedForMs)) return null;
  const shown: Shown = state === "planned" && reason !== null ? "waiting" : state;
  const say = (wanted: typeof after | null) =>
    wanted === null ? t("unknownValue", { value: "" }) : valueText(setting, wanted, t, locale);
  const known = reasons.find((item) => item === reason);
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge {...looks[shown]}>{t(`state.${shown}`)}</Badge>
        {state !== "confirmed" && state !== "needs_review" && (
          <span className="text-sm text-muted">{t("wanted", { after: say(after), by: change.by })}</span>
        )}
      </p>
      {known && (
        <p className="text-sm text-muted">{t(`reason.${known}`, { message: change.message ?? "" })}</p>
      )}
      {state === "needs_review" && (
        <p className="text-sm">
          {reason === "gone"
            ? t("review.gone")
            : t("review.changed", { before: say(before), found: say(value), after: say(after) })}
        </p>
      )}
      {mayWrite && (state === "needs_review" || state === "planned") && (
        <ResolveSetting
          changeId={change.id}
          seen={value}
          label={t(`setting.${setting.member}`)}
          kind={state === "planned" ? "withdraw" : reason === "gone" ? "device" : "both"}
        />
      )}
    </div>
  );
}
