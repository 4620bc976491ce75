import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Opener } from "@/lib/bridges/queries";
import type { Attention } from "@/lib/devices/facts";

/** The rest is told elsewhere: by the diagnosis, and beside the battery. */
const shown: ReadonlySet<Attention> = new Set(["no_site", "pin_invalid", "time_zone"]);

export function hasAttention(opener: Opener): boolean {
  return opener.attention.some((item) => shown.has(item));
}

/** What else asks for a person; with `explained`, what to do about it. */
export function OpenerAttention({ opener, explained = false }: { opener: Opener; explained?: boolean }) {
  const t = useTranslations("devices");
  const items = opener.attention.filter((item) => shown.has(item));
  if (items.length === 0) return null;
  const params = {
    since: "",
    deviceZone: opener.timeZone ?? t("unknown"),
    siteZone: opener.siteZone ?? t("unknown"),
  };
  return (
    <ul className={explained ? "space-y-3" : "flex flex-wrap gap-1.5"}>
      {items.map((item) => (
        <li key={item}>
          <Badge tone="warn" icon="triangle-alert">
            {t(`attention.${item}`)}
          </Badge>
          {explained && <p className="mt-1 text-muted">{t(`explained.${item}`, params)}</p>}
        </li>
      ))}
    </ul>
  );
}
