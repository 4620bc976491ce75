import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";

export interface Crumb {
  label: string;
  href?: string;
}

export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  const t = useTranslations("frame");
  return (
    <nav aria-label={t("breadcrumbs")} data-print="none" className="mb-1.5 text-sm text-muted">
      <ol className="flex flex-wrap items-center gap-x-1.5">
        {items.map((item, index) => (
          <li key={item.label} className="flex min-h-6 items-center gap-x-1.5">
            {index > 0 && <Icon name="chevron-right" size={14} className="text-faint" />}
            {item.href ? (
              <PageLink href={item.href} className="rounded hover:text-ink hover:underline">
                {item.label}
              </PageLink>
            ) : (
              <span aria-current={index === items.length - 1 ? "page" : undefined}>{item.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
