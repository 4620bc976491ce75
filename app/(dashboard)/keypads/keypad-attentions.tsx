import { useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { Keypad } from "@/lib/keypads/queries";
import type { KeypadAttention } from "@/lib/keypads/schema";
import { formatMoment } from "../locks/format-moment";

const looks: Record<KeypadAttention, { tone: Tone; icon: IconName }> = {
  burst: { tone: "danger", icon: "triangle-alert" },
  battery: { tone: "warn", icon: "battery-low" },
  full: { tone: "danger", icon: "ban" },
  nearly_full: { tone: "warn", icon: "hash" },
  expired: { tone: "neutral", icon: "hourglass" },
};

/** What somebody should look at, most urgent first; with `explained`, what to do about it. */
export function KeypadAttentions({
  keypad,
  now,
  explained = false,
}: {
  keypad: Keypad;
  now: number;
  explained?: boolean;
}) {
  const t = useTranslations("keypads");
  const locale = useLocale();
  const { slots, wrong, siteZone } = keypad;
  const moment = (at: number | undefined) =>
    at === undefined ? "" : formatMoment(at, now, locale, siteZone ?? "UTC");
  const count = { burst: wrong.burst?.count ?? 0, expired: slots.expired + slots.expired_unmanaged };
  return (
    <ul className={explained ? "space-y-3" : "flex flex-col items-start gap-1 py-1"}>
      {keypad.attention.map((item) => (
        <li key={item}>
          <Badge {...looks[item]}>
            {t(`attention.${item}`, { count: item === "burst" ? count.burst : count.expired })}
          </Badge>
          {explained && (
            <span className="mt-1 block text-muted">
              {t(`explained.${item}`, {
                count: count.burst,
                from: moment(wrong.burst?.from),
                until: moment(wrong.burst?.until),
                free: slots.free,
                ours: slots.expired,
                foreign: slots.expired_unmanaged,
              })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
