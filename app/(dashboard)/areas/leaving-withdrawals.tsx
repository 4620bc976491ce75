"use client";

import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import type { TakeAlong } from "@/lib/areas/swap";
import type { LeavingWithdrawals } from "@/lib/withdrawals/along";

/** What was withdrawn at doors that leave the area, and whether it shall hold at the doors that come. */
export function LeavingWithdrawalsNote({
  leaving,
  chosen,
  onChange,
}: {
  leaving: readonly LeavingWithdrawals[];
  chosen: readonly TakeAlong[];
  onChange: (chosen: TakeAlong[]) => void;
}) {
  return (
    <div className="space-y-4">
      {leaving.map((one) => (
        <LeavingDoor
          key={one.deviceId}
          leaving={one}
          isChosen={(to) => chosen.some((pair) => pair.from === one.deviceId && pair.to === to)}
          onChoose={(to, isChosen) => {
            const others = chosen.filter((pair) => pair.from !== one.deviceId || pair.to !== to);
            onChange(isChosen ? [...others, { from: one.deviceId, to }] : others);
          }}
        />
      ))}
    </div>
  );
}

function LeavingDoor({
  leaving: { doorName, count, people, names, to },
  isChosen,
  onChoose,
}: {
  leaving: LeavingWithdrawals;
  isChosen: (to: TakeAlong["to"]) => boolean;
  onChoose: (to: TakeAlong["to"], isChosen: boolean) => void;
}) {
  const t = useTranslations("areas.leaving");
  // Whoever has the new door by other rules keeps it: there is nothing to take along to it.
  const offered = to.filter((door) => door.people > 0);
  const goesAlong = offered.some((door) => isChosen(door.deviceId));
  const told = names.map(({ name, hasLeft }) => (hasLeft ? t("hasLeft", { name }) : name));
  const title = t(goesAlong ? "along" : "behind", { count, door: doorName });
  return (
    <Callout tone={goesAlong ? "info" : "warn"} title={title}>
      <p className="text-sm">
        {told.join("; ")}
        {people > names.length && ` ${t("more", { count: people - names.length })}`}
      </p>
      {offered.length === 0 && <p className="mt-2">{t(to.length === 0 ? "nowhere" : "theirs")}</p>}
      <div className="mt-2 space-y-2 text-ink">
        {offered.map((door) => (
          <Checkbox
            key={door.deviceId}
            label={t("take", { door: door.doorName })}
            hint={door.people < people ? t("some", { count: door.people }) : undefined}
            checked={isChosen(door.deviceId)}
            onChange={(event) => onChoose(door.deviceId, event.target.checked)}
          />
        ))}
      </div>
    </Callout>
  );
}
