import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { UnmanagedDoor } from "@/lib/reviews/unmanaged";

/** Who else may get in: not ours to decide about, and not to be forgotten either. */
export function UnmanagedCard({ doors }: { doors: readonly UnmanagedDoor[] }) {
  const t = useTranslations("reviews.unmanaged");
  const count = doors.reduce((sum, door) => sum + door.count, 0);
  return (
    <Card title={t("title")} description={t("text", { count })}>
      <ul className="space-y-1">
        {doors.map((door) => (
          <li key={door.deviceId} className="flex flex-wrap gap-x-2">
            <span>{t("door", { name: door.name, count: door.count })}</span>
            <PageLink
              href={placeOf(door)}
              aria-label={`${t("show")}: ${door.name}`}
              className="font-medium text-accent hover:underline"
            >
              {t("show")}
            </PageLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Codes are adopted on the page of the keypad; everything else is listed with the door. */
function placeOf({ deviceId, type, hasKeypad }: UnmanagedDoor): string {
  if (hasKeypad) return `/keypads/${deviceId}`;
  return type === 2 ? `/openers/${deviceId}` : `/locks/${deviceId}`;
}
