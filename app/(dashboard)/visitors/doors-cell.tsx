import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { formatList } from "@/lib/time/format";
import type { VisitRow } from "@/lib/visits/queries";
import { doorsWord } from "@/lib/visits/stay";
import { useDoorWhy } from "./door-why";

/** What the doors say about a visit, in one line. */
export function DoorsCell({ row: { state, doors, elsewhere } }: { row: VisitRow }) {
  const t = useTranslations("visits.doors");
  const locale = useLocale();
  const why = useDoorWhy();
  const word = doorsWord(state, doors, elsewhere);
  switch (word.kind) {
    case "none":
      return <span className="text-muted">{t("none")}</span>;
    case "ready":
      return (
        <Badge tone="ok" icon="circle-check">
          {t("ready", { count: word.doors })}
        </Badge>
      );
    case "partly":
      return (
        <Badge tone="warn" icon="hourglass">
          {t("partly", { ready: word.ready, all: word.ready + word.open.length })}
        </Badge>
      );
    case "gone":
      return (
        <Badge tone="neutral" icon="circle-check">
          {t("gone", { count: word.doors })}
        </Badge>
      );
    case "still":
      return (
        <span className="block max-w-72 text-sm whitespace-normal text-warn">
          {word.doors.length > 0
            ? t("still", { doors: formatList(word.doors.map(why), locale) })
            : t("stillElsewhere", { count: word.elsewhere })}
        </span>
      );
    default:
      return word satisfies never;
  }
}
