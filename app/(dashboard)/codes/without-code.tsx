import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";

/** People who stand at a keypad with nothing to type. */
export function WithoutCode({
  rows,
  total,
}: {
  rows: readonly { readonly staffId: string; readonly name: string }[];
  total: number;
}) {
  const t = useTranslations("codes.without");
  if (total === 0) {
    return (
      <p className="flex items-center gap-2 text-muted">
        <Icon name="circle-check" className="text-ok" />
        {t("none")}
      </p>
    );
  }
  return (
    <>
      <ul className="space-y-1">
        {rows.map(({ staffId, name }) => (
          <li key={staffId}>
            <PageLink
              href={`/staff/${staffId}#code`}
              className="inline-flex min-h-6 items-center text-accent wrap-anywhere hover:underline"
            >
              {name}
            </PageLink>
          </li>
        ))}
      </ul>
      {total > rows.length && <p className="mt-2 text-muted">{t("more", { count: total - rows.length })}</p>}
    </>
  );
}
