import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import type { Actor } from "@/lib/auth/actor";
import { type LogHealth, type LogHoleView, listLogHealth, listLogHoles } from "@/lib/entries/log-health";
import type { TimeRange } from "@/lib/entries/range";
import { formatDate, formatDateTime } from "@/lib/time/format";

const dayMs = 24 * 3_600_000;
/** More would push the list off the screen; the rest is told by number, and stands behind it. */
const shown = 5;

/** What is not in the log although it happened: an empty list must not look like a quiet door. */
export async function LogNotes({
  actor,
  range,
  deviceIds = [],
  timeZone,
}: {
  actor: Actor;
  range: TimeRange;
  /** The doors that are looked at; none: all. */
  deviceIds?: readonly string[];
  timeZone: string;
}) {
  const [health, holes, t] = await Promise.all([
    listLogHealth(actor),
    listLogHoles(actor, { range, deviceIds }),
    getTranslations("settings.log.notes"),
  ]);
  const problems = health.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const progress = health.map((account) => (
    <Progress key={account.accountId} health={account} timeZone={timeZone} />
  ));
  const isTold = health.some(isWorthTelling);
  if (holes.length === 0 && problems.length === 0 && !isTold) return null;
  return (
    <Callout tone={holes.length + problems.length > 0 ? "warn" : "info"}>
      {problems.map((problem) => (
        <p key={problem}>{t("problem", { problem })}</p>
      ))}
      {holes.length > 0 && (
        <>
          <p>{t("holes", { count: holes.length })}</p>
          <Holes holes={holes.slice(0, shown)} timeZone={timeZone} />
          {holes.length > shown && (
            <details>
              <summary>{t("more", { n: holes.length - shown })}</summary>
              <Holes holes={holes.slice(shown)} timeZone={timeZone} />
            </details>
          )}
        </>
      )}
      {progress}
    </Callout>
  );
}

async function Holes({ holes, timeZone }: { holes: readonly LogHoleView[]; timeZone: string }) {
  const [t, locale] = await Promise.all([getTranslations("settings.log"), getLocale()]);
  const text = (at: Date) => formatDateTime(at.getTime(), locale, timeZone);
  const stretchOf = ({ from, to }: LogHoleView) =>
    from === null ? t("holeSinceEver", { to: text(to) }) : t("hole", { from: text(from), to: text(to) });
  return (
    <ul className="tnum list-disc pl-5">
      {holes.map((hole) => (
        <li key={hole.id}>
          {hole.door === null
            ? stretchOf(hole)
            : t("holeOfDoor", { door: hole.door, stretch: stretchOf(hole) })}
        </li>
      ))}
    </ul>
  );
}

/** How far old times are here, while they are read and for a day after. */
async function Progress({ health, timeZone }: { health: LogHealth; timeZone: string }) {
  const [t, locale] = await Promise.all([getTranslations("settings.log.notes"), getLocale()]);
  const { history, isReadingHistory } = health;
  if (!isWorthTelling(health)) return null;
  if (history === null || history.oldest === null) return isReadingHistory ? <p>{t("reading")}</p> : null;
  const told = { date: formatDate(history.oldest.getTime(), locale, timeZone), n: history.entries };
  if (history.doneAt !== null) return <p>{isReadingHistory ? t("reading") : t("done", told)}</p>;
  return <p>{t("readingAt", told)}</p>;
}

function isWorthTelling({ history, isReadingHistory }: LogHealth): boolean {
  const doneAt = history?.doneAt?.getTime() ?? 0;
  return isReadingHistory || (history !== null && history.entries > 0 && Date.now() - doneAt < dayMs);
}
