import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { KeypadOutlook } from "@/lib/keypads/codes";
import type { Keypad } from "@/lib/keypads/queries";
import { formatRelative } from "@/lib/time/format";
import { SlotsFigure } from "../slots-bar";

/** How full the keypad is, and what will need or free places. */
export function RoomCard({ keypad, outlook, now }: { keypad: Keypad; outlook: KeypadOutlook; now: number }) {
  const t = useTranslations("keypads.detail");
  const locale = useLocale();
  const { slots, readAt } = keypad;
  const notes = [
    slots.coming > 0 && t("coming", { count: slots.coming }),
    outlook.blocked > 0 && t("blocked", { count: outlook.blocked }),
    outlook.beginLater > 0 && t("beginLater", { count: outlook.beginLater }),
    outlook.endSoon > 0 && t("endSoon", { count: outlook.endSoon }),
  ].filter((note) => note !== false);
  return (
    <Card
      title={t("room")}
      description={
        readAt ? t("roomText", { when: formatRelative(readAt.getTime(), now, locale) }) : t("notRead")
      }
    >
      <p className="tnum mb-3 text-lg font-medium">
        {t("free", { count: slots.free })}, {t("planned", { count: slots.coming + outlook.blocked })}.
      </p>
      <SlotsFigure slots={slots} />
      {notes.length + outlook.imports.length > 0 && (
        <ul className="tnum mt-4 space-y-1 text-muted">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
          {outlook.imports.map(({ id, fileName, rows }) => (
            <li key={id}>
              {t("import", { name: fileName, rows })}{" "}
              <PageLink href={`/staff/import/${id}`} className="text-accent underline underline-offset-2">
                {t("importLink")}
              </PageLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
