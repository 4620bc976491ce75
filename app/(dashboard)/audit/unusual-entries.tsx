import { getLocale, getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import { linkButtonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import type { IconName } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import type { Actor } from "@/lib/auth/actor";
import type { EntryFilter } from "@/lib/entries/list";
import { mostDrawn } from "@/lib/entries/pictures";
import { burst, busy, fewestOpenings, history, type Unusual } from "@/lib/entries/unusual";
import { findUnusual, lookedDays, type UnusualLine } from "@/lib/entries/unusual-queries";
import {
  formatDateTime,
  formatLocalDate,
  formatNumber,
  formatTime,
  formatZone,
  weekdayName,
} from "@/lib/time/format";
import { formatMinute } from "@/lib/time/minutes";
import { addDays, localDateTimeOf } from "@/lib/time/zones";

const minuteMs = 60_000;
const looks: Record<Unusual["kind"], { tone: "warn" | "neutral"; icon: IconName }> = {
  burst: { tone: "warn", icon: "ban" },
  first: { tone: "neutral", icon: "user" },
  hour: { tone: "warn", icon: "clock" },
  day: { tone: "neutral", icon: "chart-column" },
};

type HrefWith = (change: Record<string, string | null>) => string;

/** What stands out among what is filtered, each with why and a way to its entries. */
export async function UnusualEntries({
  actor,
  filter,
  timeZone,
  hrefWith,
}: {
  actor: Actor;
  filter: EntryFilter;
  timeZone: string;
  hrefWith: HrefWith;
}) {
  const [found, t, words, locale] = await Promise.all([
    findUnusual(actor, filter),
    getTranslations("entries.unusual"),
    wordsOf(timeZone),
    getLocale(),
  ]);
  const moment = (at: number) =>
    `${formatDateTime(at, locale, timeZone)} ${formatZone(at, locale, timeZone)}`;
  const weeks = history.fewestWeeks;
  return (
    <div className="space-y-4">
      <p className="text-sm text-muted">
        {t("looked", {
          ...{
            from: moment(found.from),
            until: moment(found.until),
            n: found.looked,
            weeks: history.mostWeeks,
          },
        })}{" "}
        {filter.range.from === null && t("usual", { days: lookedDays.usual })}{" "}
        {found.isCut && t("cut", { n: mostDrawn })}
      </p>
      {found.lines.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon="circle-check" title={t("noneTitle")}>
            {t("none")}
          </EmptyState>
        </div>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {found.lines.map((line) => {
            const { what, why } = words(line);
            return (
              <li
                key={`${line.kind} ${line.deviceId} ${line.kind === "burst" ? line.from : line.at} ${line.person}`}
                data-print="together"
                className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3"
              >
                <div className="min-w-0 flex-1 basis-64 space-y-1">
                  <Badge {...looks[line.kind]}>{t(`kind.${line.kind}`)}</Badge>
                  <p className="font-medium break-words">{what}</p>
                  <p className="tnum text-sm text-muted">{why}</p>
                </div>
                <span data-print="none">
                  <PageLink
                    href={hrefWith(filterOfLine(line, timeZone))}
                    aria-label={t("showOf", { what })}
                    className={linkButtonClass("secondary", "sm")}
                  >
                    {t("show")}
                  </PageLink>
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {found.hasMore && <p className="text-sm text-muted">{t("more", { n: found.lines.length })}</p>}
      <details className="text-sm text-muted print:[&::details-content]:[content-visibility:visible]">
        <summary className="min-h-6 cursor-pointer font-medium text-accent">{t("rules")}</summary>
        <ul className="list-disc space-y-1 pt-2 pl-5">
          <li>{t("rule.burst", { count: burst.count, minutes: burst.withinMs / minuteMs })}</li>
          <li>{t("rule.first", { weeks })}</li>
          <li>{t("rule.hour", { weeks, openings: fewestOpenings })}</li>
          <li>{t("rule.day", { fewest: busy.fewest })}</li>
        </ul>
      </details>
    </div>
  );
}

/** What happened and why it is told, in the reader's language. */
async function wordsOf(timeZone: string): Promise<(line: UnusualLine) => { what: string; why: string }> {
  const [t, locale] = await Promise.all([getTranslations("entries.unusual"), getLocale()]);
  const dayOf = (line: { day: string; weekday: number }) =>
    `${weekdayName(line.weekday, locale, "long")}, ${formatLocalDate(line.day, locale)}`;
  const zoneAt = (at: number) => formatZone(at, locale, timeZone);
  return (line) => {
    const { doorName: door } = line;
    switch (line.kind) {
      case "burst": {
        const minutes = Math.round((line.until - line.from) / minuteMs);
        const times = {
          from: formatDateTime(line.from, locale, timeZone),
          until: `${formatTime(line.until, locale, timeZone)} ${zoneAt(line.until)}`,
        };
        return { what: t("burst", { door, count: line.count, minutes }), why: t("burstWhy", times) };
      }
      case "first": {
        const at = `${formatDateTime(line.at, locale, timeZone)} ${zoneAt(line.at)}`;
        const what = t("first", { door, person: line.person });
        return { what, why: `${at}. ${t("firstWhy", { days: line.knownDays })}` };
      }
      case "hour": {
        const { hour, weeks, before, count } = line;
        const until = `${formatMinute(hour * 60 + 60)} ${zoneAt(line.at)}`;
        const times = { from: formatMinute(hour * 60), until };
        const openings = formatNumber(line.openings, locale);
        return {
          what: t("hour", { door, count, weekday: dayOf(line), ...times }),
          why: t("hourWhy", { before, weeks, openings }),
        };
      }
      case "day": {
        const { weeks, least, most, count } = line;
        return {
          what: t("day", { door, count, weekday: dayOf(line) }),
          why: t("dayWhy", { weeks, least, most }),
        };
      }
    }
  };
}

/** The list of the entries of which a line speaks. */
function filterOfLine(line: UnusualLine, timeZone: string): Record<string, string | null> {
  const at = { door: line.deviceId, when: "custom", page: null };
  switch (line.kind) {
    case "burst": {
      const [from, until] = [line.from, line.until + minuteMs].map((moment) =>
        localDateTimeOf(moment, timeZone),
      );
      return { ...at, outcome: "refused", from: from ?? null, until: until ?? null };
    }
    case "first": {
      // Without a person, where names are hidden: the minute in which it was.
      if (line.staffId !== null) return { ...at, when: null, from: null, until: null, person: line.staffId };
      const [from, until] = [line.at, line.at + minuteMs].map((moment) => localDateTimeOf(moment, timeZone));
      return { ...at, from: from ?? null, until: until ?? null };
    }
    case "hour":
      return {
        ...at,
        outcome: "opened",
        from: line.day,
        until: addDays(line.day, 1),
        hour: String(line.hour),
      };
    case "day":
      return { ...at, outcome: "opened", from: line.day, until: addDays(line.day, 1) };
  }
}
