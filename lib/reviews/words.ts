import { createTranslator } from "next-intl";
import type { ReviewDecision, ReviewedAccess } from "@/lib/db/tables/reviews";
import { messages } from "@/lib/i18n/dictionaries";
import { weekTextOf } from "@/lib/print/week-text";
import { formatDate, formatDateTime, type TimeLocale } from "@/lib/time/format";
import type { RuleWords } from "./gather";
import type { ItemView } from "./items";
import type { TakenCounts } from "./outcome";
import type { Reduction } from "./schema";

const make = (locale: TimeLocale) => ({
  t: createTranslator({ locale, messages: messages[locale], namespace: "reviews" }),
  tState: createTranslator({ locale, messages: messages[locale], namespace: "access.state" }),
});

const made = new Map<TimeLocale, ReturnType<typeof wordsFor>>();

/** What a row says, in words: the same on the screen, on the evidence and in the file. */
export function reviewWords(locale: TimeLocale) {
  const words = made.get(locale) ?? wordsFor(locale);
  made.set(locale, words);
  return words;
}

export type ReviewWords = ReturnType<typeof reviewWords>;

function wordsFor(locale: TimeLocale) {
  const { t, tState } = make(locale);

  /** "App: Mon-Fri 07:00-19:00, also from afar" */
  function access(one: ReviewedAccess, timeZone: string): string {
    const week = one.window ? weekTextOf(one.window, locale) : t("access.nothing");
    const parts = [
      t("access.line", { kind: t(`kind.${one.kind}`), week }),
      one.remoteAllowed && t("access.remote"),
      one.validUntil !== null && t("access.until", { day: formatDate(one.validUntil, locale, timeZone) }),
    ];
    const line = parts.filter(Boolean).join(", ");
    // What is as it should be needs no word.
    return one.state === "active" ? line : t("access.state", { line, state: tState(stateKey(one.state)) });
  }

  /** The last day of use, or that there is none, or that it is hidden. */
  function use({ use: is, lastUsedAt, timeZone }: Pick<ItemView, "use" | "lastUsedAt" | "timeZone">): string {
    if (lastUsedAt === "hidden") return t(is.kind === "unused" ? "use.hiddenUnused" : "use.hiddenUsed");
    if (is.kind === "unknown") {
      const from = is.logFrom?.getTime();
      return from === undefined
        ? t("use.unread")
        : t("use.unknown", { day: formatDate(from, locale, timeZone) });
    }
    const day = lastUsedAt ? formatDate(lastUsedAt.getTime(), locale, timeZone) : "";
    return is.kind === "unused" ? t("use.unused", { day, days: is.days ?? 0 }) : t(`use.${is.kind}`, { day });
  }

  function decision(is: ReviewDecision | null, reduce: Reduction | null): string {
    if (is === null) return t("decision.undecided");
    if (is !== "reduce") return t(`decided.${is}`);
    return reduce ? t(`decided.reduce.${reduce}`) : t("decision.reduce");
  }

  /** What became of it, and when that was read back from the door. */
  function outcome({
    outcome: is,
    decision: decided,
    timeZone,
  }: Pick<ItemView, "outcome" | "decision" | "timeZone">): { what: string; readBack: string | null } {
    const isReduced = decided === "reduce";
    if (is.kind === "removing" && isReduced) return { what: t("outcome.reducing"), readBack: null };
    if (is.kind !== "done") return { what: t(`outcome.${is.kind}`), readBack: null };
    if (is.at === null) return { what: t("outcome.doneNothing"), readBack: null };
    const at = formatDateTime(is.at.getTime(), locale, timeZone);
    return {
      what: t(isReduced ? "outcome.doneReduced" : "outcome.done"),
      readBack: t("outcome.readBack", { at }),
    };
  }

  /** What became of all that was taken away, once nothing of it is pending. */
  function taken({ done, notThere, returned }: TakenCounts): string[] {
    const lines = [
      done > 0 && t("signed.confirmed", { count: done }),
      notThere > 0 && t("signed.notThere", { count: notThere }),
      returned > 0 && t("signed.returned", { count: returned }),
    ].filter((line) => line !== false);
    return lines.length === 0 ? [t("signed.nothing")] : lines;
  }

  return {
    t,
    taken,
    access,
    use,
    decision,
    outcome,
    since: (at: Date | null, timeZone: string) =>
      at ? t("since", { day: formatDate(at.getTime(), locale, timeZone) }) : t("sinceUnknown"),
    rule: ({ team, area, schedule }: RuleWords) =>
      team === null ? t("rule.person", { area, schedule }) : t("rule.team", { team, area, schedule }),
  };
}

/** Off is still on the door: a row of a review is never gone. */
function stateKey(state: ReviewedAccess["state"]) {
  return state === "removed" ? "switched_off" : state;
}
