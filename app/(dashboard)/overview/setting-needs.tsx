import { useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import type { Needs } from "@/lib/overview/need-counts";
import { NeedRow } from "./need-row";

/** Settings that somebody else changed too, by door: a person says which value stays. */
export function SettingNeeds({ doors }: { doors: Needs["settings"] }) {
  const t = useTranslations("overview.need");
  const [first, ...more] = doors;
  if (!first) return null;
  const count = doors.reduce((sum, { toDecide }) => sum + toDecide, 0);
  const to = (id: string) => `/locks/${id}#settings`;
  return (
    <NeedRow
      icon="circle-alert"
      tone="danger"
      href={more.length === 0 ? to(first.id) : null}
      title={t("settings", { count })}
    >
      <p>{t("settingsText")}</p>
      <ul className="flex flex-wrap gap-x-4">
        {doors.map(({ id, name }) => (
          <li key={id}>
            <PageLink href={to(id)} className="inline-flex min-h-6 items-center text-ink hover:underline">
              {name}
            </PageLink>
          </li>
        ))}
      </ul>
    </NeedRow>
  );
}
