import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import type { Actor } from "@/lib/auth/actor";
import { listLogHealth } from "@/lib/entries/queries";
import type { TimeRange } from "@/lib/entries/range";
import { formatDateTime } from "@/lib/time/format";

/** What is not in the log although it happened: an empty list must not look like a quiet door. */
export async function LogNotes({
  actor,
  range: { from, until },
  timeZone,
}: {
  actor: Actor;
  range: TimeRange;
  timeZone: string;
}) {
  const [health, t, locale] = await Promise.all([
    listLogHealth(actor),
    getTranslations("entries"),
    getLocale(),
  ]);
  const holes = health
    .flatMap((account) => account.holes)
    .filter((hole) => (from === null || hole.to > from) && (until === null || hole.from < until));
  const problems = health.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const isReading = health.some((account) => account.isReadingHistory);
  if (holes.length === 0 && problems.length === 0 && !isReading) return null;
  return (
    <Callout tone={holes.length + problems.length > 0 ? "warn" : "info"}>
      {problems.map((problem) => (
        <p key={problem}>{t("problem", { problem })}</p>
      ))}
      {holes.length > 0 && (
        <>
          <p>{t("holes", { count: holes.length })}</p>
          <ul className="tnum">
            {holes.map((hole) => (
              <li key={`${hole.device} ${hole.from} ${hole.at}`}>
                {t("hole", {
                  from: formatDateTime(hole.from, locale, timeZone),
                  until: formatDateTime(hole.to, locale, timeZone),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {isReading && <p>{t("reading")}</p>}
    </Callout>
  );
}
