import { useLocale, useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { formatList, formatLocalDate } from "@/lib/time/format";
import type { VisitDetail } from "@/lib/visits/queries";
import type { DoorsWord } from "@/lib/visits/stay";
import { useDoorWhy } from "../door-why";

/** The one thing that matters about a visit now: is the code on the doors, or is it gone from them? */
export function DoorsNote({
  visit: { state, firstDay, rules },
  word,
  printHref,
}: {
  visit: VisitDetail;
  word: DoorsWord;
  /** Null: the role does not print. */
  printHref: string | null;
}) {
  const t = useTranslations("visits.detail");
  const locale = useLocale();
  const why = useDoorWhy();
  const print = printHref && (
    <LinkButton href={printHref} icon="printer">
      {t("print")}
    </LinkButton>
  );
  if (state === "paused") return <Callout tone="warn" title={t("paused")} />;
  switch (word.kind) {
    case "none":
      if (state === "over") return <Callout tone="success" title={t("never")} />;
      if (rules.length === 0) return <Callout title={t("noDoors")}>{t("noDoorsText")}</Callout>;
      return <Callout title={t("onItsWay")}>{t("onItsWayText")}</Callout>;
    case "ready":
      return (
        <Callout tone="success" title={t("ready", { count: word.doors })} action={print} live>
          {state === "coming" && firstDay !== null
            ? t("readyComing", { day: formatLocalDate(firstDay, locale) })
            : t("readyText")}
        </Callout>
      );
    case "partly":
      if (word.ready === 0 && word.open.every((door) => door.state !== "waiting")) {
        return <Callout title={t("onItsWay")}>{t("onItsWayText")}</Callout>;
      }
      return (
        <Callout
          tone="warn"
          title={t("partly", { ready: word.ready, all: word.ready + word.open.length })}
          action={word.ready > 0 && print}
          live
        >
          {t("partlyText", { doors: formatList(word.open.map(why), locale) })}
        </Callout>
      );
    case "gone":
      return (
        <Callout tone="success" title={t("gone", { count: word.doors })} live>
          {t("goneText")}
        </Callout>
      );
    case "still": {
      const places = word.doors.map(why);
      if (word.elsewhere > 0) places.push(t("elsewhere", { count: word.elsewhere }));
      return (
        <Callout tone="warn" title={t("still")} live>
          {t("stillText", { doors: formatList(places, locale) })}
        </Callout>
      );
    }
    default:
      return word satisfies never;
  }
}
