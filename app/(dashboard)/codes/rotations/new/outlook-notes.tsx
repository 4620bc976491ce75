import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import type { DoorConsequences } from "@/lib/access/consequences";
import type { Outlook } from "@/lib/rotations/outlook";

/** So many people at once will not all have heard of it. */
const manyPeople = 5;

/** What the plan of the doors does not tell: who stands where with which code, and what paper is worth. */
export function OutlookNotes({
  outlook,
  unreachable,
  seamless,
}: {
  outlook: Outlook;
  unreachable: readonly DoorConsequences[];
  seamless: boolean;
}) {
  const t = useTranslations("rotations.review");
  const { people, sheets } = outlook;
  const inPlace = seamless ? outlook.doors.filter((door) => door.inPlace > 0) : [];
  const twoPhase = seamless ? outlook.doors.filter((door) => door.twoPhase > 0) : [];
  const leaving = twoPhase.reduce((sum, door) => sum + door.twoPhase, 0);
  return (
    <div className="space-y-3">
      {inPlace.length > 0 && (
        <Callout tone="warn" title={t("inPlace", { doors: inPlace.length })}>
          <p>{t("inPlaceText")}</p>
          <ul className="mt-1 list-disc pl-5">
            {inPlace.map((door) => (
              <li key={door.id}>
                {t("inPlaceDoor", { door: door.name, site: door.siteName, count: door.inPlace })}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {unreachable.length > 0 && (
        <Callout tone="warn" title={t("unreachable", { doors: unreachable.length })}>
          {t("unreachableText")} {unreachable.map((door) => `${door.name}, ${door.siteName}`).join("; ")}
        </Callout>
      )}
      {sheets > 0 && (
        <Callout tone="warn" title={t("sheets", { count: sheets })}>
          {t("sheetsText")}
        </Callout>
      )}
      {people >= manyPeople && (
        <Callout tone="info" title={t("many", { count: people })}>
          {t("manyText")}
        </Callout>
      )}
      {outlook.skipped.length > 0 && <Skipped groups={outlook.skipped} />}
      {leaving > 0 && <p>{t("twoPhase", { count: leaving, doors: twoPhase.length })}</p>}
    </div>
  );
}

function Skipped({ groups }: { groups: Outlook["skipped"] }) {
  const t = useTranslations("rotations");
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const names = ({ names: first, count: all }: Outlook["skipped"][number]) => {
    const more = all - first.length;
    return more > 0 ? t("review.skippedNames", { names: first.join(", "), more }) : first.join(", ");
  };
  return (
    <Callout tone="info" title={t("review.skipped", { count })}>
      <ul className="mt-1 list-disc pl-5">
        {groups.map((group) => (
          <li key={group.problem}>{`${t(`skip.${group.problem}`)}: ${names(group)}`}</li>
        ))}
      </ul>
    </Callout>
  );
}
