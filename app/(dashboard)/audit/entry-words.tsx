import type { useTranslations } from "next-intl";
import type { BadgeData } from "@/components/data-table/cell-data";
import { knownSources, knownTriggers } from "@/lib/entries/list";
import type { StoredOutcome } from "@/lib/entries/words";

type Translate = ReturnType<typeof useTranslations<"entries">>;

const looks = {
  opened: { tone: "ok", icon: "circle-check" },
  refused: { tone: "warn", icon: "ban" },
  fault: { tone: "danger", icon: "triangle-alert" },
  event: { tone: "neutral", icon: "info" },
} as const;

/** What an entry comes to: a sign and a word, so that the colour only helps. */
export function outcomeBadge(outcome: StoredOutcome, t: Translate): BadgeData {
  return { text: t(`outcome.${outcome}`), ...looks[outcome] };
}

/** Nuki's number of what set the door off, in words. */
export function triggerText(trigger: number, t: Translate): string {
  const known = knownTriggers.find((number) => number === trigger);
  return known === undefined ? t("unknownNumber", { n: trigger }) : t(`trigger.${known}`);
}

/** The same for the source: how the keypad was used. */
export function sourceText(source: number | null, t: Translate): string {
  if (source === null) return t("nobody");
  const known = knownSources.find((number) => number === source);
  return known === undefined ? t("unknownNumber", { n: source }) : t(`source.${known}`);
}
