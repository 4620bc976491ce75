import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import type { OpenSettings } from "@/lib/device-settings/open-settings";

/** Settings are not in the lists of this page; whoever follows their number here is led to their doors. */
export function OpenSettingsDoors({ doors }: { doors: readonly OpenSettings[] }) {
  const t = useTranslations("changes.settings");
  if (doors.length === 0) return null;
  return (
    <section aria-label={t("title")}>
      <ul className="flex flex-wrap gap-2">
        {doors.map(({ id, name, toDecide, waiting, underWay }) => (
          <li key={id}>
            <PageLink
              href={`/locks/${id}#settings`}
              className="tnum inline-flex min-h-8 items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1 text-sm hover:bg-hover"
            >
              <Icon
                name={toDecide > 0 ? "circle-alert" : "hourglass"}
                size={14}
                className={toDecide > 0 ? "text-danger" : "text-warn"}
              />
              {name}:{" "}
              {[
                toDecide > 0 && t("toDecide", { count: toDecide }),
                waiting > 0 && t("waiting", { count: waiting }),
                underWay > 0 && t("underWay", { count: underWay }),
              ]
                .filter(Boolean)
                .join(", ")}
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
