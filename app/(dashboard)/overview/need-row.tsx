import type { ReactNode } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";

const inks = { danger: "text-danger", warn: "text-warn", accent: "text-accent" };

/** One thing that asks for somebody. The headline is the way to exactly what it counts, where the reader may go there. */
export function NeedRow({
  icon,
  tone,
  href,
  title,
  children,
}: {
  icon: IconName;
  tone: keyof typeof inks;
  href: string | null;
  title: string;
  children?: ReactNode;
}) {
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon name={icon} className={`mt-1 ${inks[tone]}`} />
      <div className="min-w-0 flex-1">
        {href === null ? (
          <p className="font-medium">{title}</p>
        ) : (
          <PageLink
            href={href}
            className="inline-flex min-h-6 items-center gap-1 font-medium hover:underline"
          >
            {title}
            <Icon name="chevron-right" size={14} className="text-muted" />
          </PageLink>
        )}
        {children && <div className="text-muted">{children}</div>}
      </div>
    </li>
  );
}
