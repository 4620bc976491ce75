import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import type { DoorPlan } from "@/lib/imports/door-plan";
import { type Forecast, forecastOf } from "@/lib/keypads/forecast";

/** Keypads that this import makes nearly full, while there is time to make room. */
export function PlanRoom({ doors }: { doors: readonly DoorPlan[] }) {
  const t = useTranslations("import.plan.room");
  const tight = doors.flatMap((door) => {
    const room = roomOf(door);
    return room && room.level !== "fine" ? [{ door, ...room }] : [];
  });
  if (tight.length === 0) return null;
  return (
    <Callout tone="warn" title={t("title", { count: tight.length })}>
      <ul className="tnum mt-1 space-y-1">
        {tight.map(({ door, after, capacity, missing }) => (
          <li key={door.id}>
            {t("door", { door: door.name, after, capacity })}{" "}
            {missing > 0 && t("missing", { count: missing })}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

/** Only where codes come to it: a keypad that was nearly full before is no news of this import. */
function roomOf({ codes, blocked }: DoorPlan): (Forecast & { capacity: number }) | null {
  if (!codes) return null;
  const { before, after, capacity } = codes;
  const full = blocked.find((item) => item.reason === "capacity")?.count ?? 0;
  const adding = Math.max(0, after - before) + full;
  if (adding === 0) return null;
  const removing = Math.max(0, before - after);
  return { ...forecastOf({ capacity, used: before, adding, removing }), capacity };
}
